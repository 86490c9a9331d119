// Records as operators write them: what is taken comes out of the store as it went in.
#include <cstdlib>
#include <string>

#include "fuzz.h"
#include "server/config/json_node.h"
#include "server/tenancy/record_rows.h"

namespace {

template <class Record>
void try_record(const signet::server::config::Node& node) {
  using namespace signet::server;
  const auto record = read_record<Record>(node);
  if (!record) return;
  const std::string kept = to_stored(*record);
  const auto again = from_stored<Record>(kept);
  if (!again || to_stored(*again) != kept) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const auto document = json::Document::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const server::config::Node node = server::config::to_node(document->root());
  try_record<server::TenantRecord>(node);
  try_record<server::ApiRecord>(node);
  try_record<server::ClientRecord>(node);
  try_record<server::TrustedIssuerRecord>(node);
  return 0;
}
