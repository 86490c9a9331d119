// The file of a sidecar: any text is read or refused, with faults that stand on lines of it; what is read is complete.
#include <algorithm>
#include <string_view>

#include "server/config/nesting.h"
#include "server/sidecar/config_read.h"

#include "fuzz.h"

namespace {

using namespace signet;
using server::config::Node;

constexpr std::size_t kDeepest = (server::config::kMaxNesting + 1) * (server::config::kMaxNesting + 2);

std::size_t depth_of(const Node& node) {
  std::size_t depth = 0;
  if (const auto* elements = std::get_if<std::vector<Node>>(&node.value))
    for (const Node& element : *elements) depth = std::max(depth, depth_of(element));
  if (const auto* members = std::get_if<std::vector<server::config::Member>>(&node.value))
    for (const auto& member : *members) depth = std::max(depth, depth_of(member.node));
  return depth + 1;
}

void check_policy(const server::PolicyConfig& policy) {
  FUZZ_CHECK(!policy.name.empty() && !policy.realm.empty() && !policy.issuers.empty() && !policy.algorithms.empty());
  FUZZ_CHECK(policy.any_audience == policy.audiences.empty());
  FUZZ_CHECK(policy.profile != nullptr || policy.any_typ || !policy.typs.empty());
  FUZZ_CHECK(policy.demands.audiences.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const std::string_view text = input.view();
  const auto document = server::config::parse_document(text);
  if (document) FUZZ_CHECK(depth_of(*document) <= kDeepest);
  const auto config = server::read_sidecar_config(text, "/etc/signet");
  if (config) {
    FUZZ_CHECK(document && !config->listen.empty() && !config->issuers.empty() && !config->policies.empty());
    for (const server::PolicyConfig& policy : config->policies) check_policy(policy);
    return 0;
  }
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  FUZZ_CHECK(!config.error().empty() && config.error().size() <= server::config::kMaxFaults);
  FUZZ_CHECK(std::ranges::is_sorted(config.error(), {}, &server::config::Fault::line));
  for (const server::config::Fault& fault : config.error()) FUZZ_CHECK(fault.line <= lines && !fault.sentence.empty());
  return 0;
}
