#include "cli/iana_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "cli/registry_view.h"
#include "codec/utf8.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kFields = 4;
using Record = std::array<std::string, kFields>;

constexpr Rule kOnce{"RFC 7519 10.1", "a name is registered once, and a table is there once"};
constexpr Rule kCsv{"RFC 4180 2", "records of four fields, quotes doubled within quotes"};

/// Reads one record after the other.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}
  bool at_end() const noexcept { return rest_.empty(); }

  /// The next record; nothing for an empty line. Errors: malformed_registry(csv).
  Result<std::optional<Record>> next() {
    if (take_line_end()) return std::nullopt;
    Record record;
    for (std::size_t i = 0; i < kFields; ++i) {
      if (i > 0 && !take(',')) return fail(Errc::malformed_registry, "csv", &kCsv);
      SIGNET_TRY(record.at(i), field());
    }
    if (!at_end() && !take_line_end()) return fail(Errc::malformed_registry, "csv", &kCsv);
    return record;
  }

 private:
  bool take(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_line_end() { return take('\n') || (rest_.starts_with("\r\n") && take('\r') && take('\n')); }

  Result<std::string> field() {
    if (take('"')) return quoted();
    const std::size_t size = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    if (out.find('"') != std::string::npos) return fail(Errc::malformed_registry, "csv", &kCsv);
    return out;
  }

  Result<std::string> quoted() {
    std::string out;
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return fail(Errc::malformed_registry, "csv", &kCsv);
      out += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!take('"')) return out;
      out += '"';
    }
  }

  std::string_view rest_;
};

std::string heading_of(const Record& record) {
  std::string out = record.front();
  for (std::size_t i = 1; i < kFields; ++i) out.append(1, ',').append(record.at(i));
  return out;
}

const RegistryTable* table_with_heading(const Record& record) {
  const std::string heading = heading_of(record);
  for (const RegistryTable* table : {&claims_table(), &confirmations_table()})
    if (heading == table->csv_head) return table;
  return nullptr;
}

std::string_view without_brackets(std::string_view text) {
  const bool one_pair = text.size() >= 2 && text.starts_with('[') && text.find(']') == text.size() - 1;
  return one_pair ? text.substr(1, text.size() - 2) : text;
}

Result<> check_tables(std::span<const IanaTable> tables) {
  if (tables.empty()) return fail(Errc::malformed_registry, "file");
  std::set<std::string_view> ids;
  for (const IanaTable& table : tables) {
    if (!ids.insert(table.id).second) return fail(Errc::malformed_registry, table.id, &kOnce);
    if (table.rows.empty()) return fail(Errc::malformed_registry, table.id);
    if (table.rows.size() > kMaxIanaRows) return fail(Errc::limit_exceeded, "rows");
    std::set<std::string_view> names;
    for (const IanaRow& row : table.rows) {
      if (row.name.empty()) return fail(Errc::malformed_registry, table.id);
      if (!names.insert(row.name).second) return fail_on_input(Errc::malformed_registry, row.name, &kOnce);
    }
  }
  return {};
}

}  // namespace

std::string single_spaced(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

IanaRow make_row(std::string_view name, std::string_view title, std::string_view controller,
                 std::string_view reference) {
  return {.name = single_spaced(name),
          .title = single_spaced(title),
          .change_controller = single_spaced(without_brackets(single_spaced(controller))),
          .reference = single_spaced(reference)};
}

Result<std::vector<IanaTable>> parse_iana_csv(std::string_view text) {
  std::vector<IanaTable> tables;
  std::size_t rows = 0;
  CsvReader reader(text);
  while (!reader.at_end()) {
    SIGNET_TRY(const std::optional<Record> record, reader.next());
    if (!record) continue;
    if (const RegistryTable* table = table_with_heading(*record)) {
      tables.push_back({.id = table->id, .rows = {}});
      continue;
    }
    if (tables.empty()) return fail(Errc::malformed_registry, "file");
    if (++rows > kMaxIanaRows) return fail(Errc::limit_exceeded, "rows");
    const auto& [name, title, controller, reference] = *record;
    tables.back().rows.push_back(make_row(name, title, controller, reference));
  }
  return tables;
}

Result<std::vector<IanaTable>> parse_iana_file(std::string_view text) {
  if (text.size() > kMaxIanaFile) return fail(Errc::limit_exceeded, "file");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark, as spreadsheets write it
  if (!codec::is_utf8(text) || text.find('\0') != std::string_view::npos) return fail(Errc::malformed_registry, "file");
  const std::string_view first_line = text.substr(0, text.find_first_of("\r\n"));
  const bool is_csv = first_line == claims_table().csv_head || first_line == confirmations_table().csv_head;
  SIGNET_TRY(std::vector<IanaTable> tables, is_csv ? parse_iana_csv(text) : parse_iana_page(text));
  SIGNET_CHECK(check_tables(tables));
  return tables;
}

}  // namespace signet::cli
