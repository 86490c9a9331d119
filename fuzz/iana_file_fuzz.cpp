// A copy of the registry is read whole or refused: what was read has names, each once, and no more than the bounds.
#include "cli/iana_file.h"

#include <set>
#include <string_view>

#include "fuzz.h"

namespace {

void check_table(const signet::cli::IanaTable& table) {
  using namespace signet;
  FUZZ_CHECK(table.id == "claims" || table.id == "confirmations");
  FUZZ_CHECK(table.rows.size() <= cli::kMaxIanaRows);
  std::set<std::string_view> names;
  for (const cli::IanaRow& row : table.rows) {
    FUZZ_CHECK(!row.name.empty() && names.insert(row.name).second);
    for (const std::string_view cell : {row.name, row.title, row.change_controller, row.reference})
      FUZZ_CHECK(cli::single_spaced(cell) == cell);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const fuzz::Exact input(data, size);
  const auto tables = cli::parse_iana_file(input.view());
  if (tables) {
    FUZZ_CHECK(!tables->empty() && tables->size() <= 2);
    for (const cli::IanaTable& table : *tables) check_table(table);
  } else {
    FUZZ_CHECK(tables.error().code == Errc::malformed_registry || tables.error().code == Errc::limit_exceeded);
  }
  return 0;
}
