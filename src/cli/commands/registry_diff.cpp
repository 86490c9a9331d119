// signet registry diff
#include <algorithm>
#include <utility>

#include "cli/help.h"
#include "cli/iana_file.h"
#include "cli/registry_view.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

/// A field of a row that may have changed.
struct Field {
  std::string_view name;
  std::string IanaRow::* value;
};
constexpr Field kFields[] = {
    {"title", &IanaRow::title}, {"change_controller", &IanaRow::change_controller}, {"reference", &IanaRow::reference}};

struct Difference {
  std::string_view table;
  std::optional<IanaRow> ours;    // nothing: the row was added
  std::optional<IanaRow> theirs;  // nothing: it was removed

  std::string_view change() const noexcept { return !ours ? "added" : !theirs ? "removed" : "changed"; }
  const std::string& name() const noexcept { return ours ? ours->name : theirs->name; }
};

IanaRow row_of(const jwt::ClaimInfo& row) {
  return make_row(row.name, row.title, row.change_controller, row.reference);
}

bool same(const IanaRow& a, const IanaRow& b) {
  return std::ranges::all_of(kFields, [&](const Field& field) { return a.*field.value == b.*field.value; });
}

void compare(const RegistryTable& table, const IanaTable& file, std::vector<Difference>& found) {
  for (const IanaRow& theirs : file.rows) {
    const jwt::ClaimInfo* known = table.find(theirs.name);
    if (known == nullptr) {
      found.push_back({.table = table.id, .ours = {}, .theirs = theirs});
    } else if (IanaRow ours = row_of(*known); !same(ours, theirs)) {
      found.push_back({.table = table.id, .ours = std::move(ours), .theirs = theirs});
    }
  }
  for (const jwt::ClaimInfo* row : in_registry_order(table))
    if (std::ranges::find(file.rows, row->name, &IanaRow::name) == file.rows.end())
      found.push_back({.table = table.id, .ours = row_of(*row), .theirs = {}});
}

const IanaTable* find_table(std::span<const IanaTable> tables, const RegistryTable& wanted) {
  const auto found = std::ranges::find(tables, wanted.id, &IanaTable::id);
  return found == tables.end() ? nullptr : &*found;
}

std::string counts_line(std::span<const IanaTable> tables) {
  std::string out;
  for (const RegistryTable* table : {&claims_table(), &confirmations_table()}) {
    const IanaTable* file = find_table(tables, *table);
    out += file == nullptr
               ? text("{}: not in the file\n", table->title)
               : text("{}: {} in the file, {} here\n", table->title, file->rows.size(), table->rows().size());
  }
  return out;
}

std::string to_text(std::span<const Difference> found, const Console& console) {
  constexpr std::size_t kIndent = 11;
  std::string out;
  const auto line = [&](std::string_view name, std::string_view value) {
    out += std::string(kIndent - 2, ' ') + wrapped(printable(text("{}: {}", name, value)), kIndent) + '\n';
  };
  for (const Difference& difference : found) {
    const bool added = !difference.ours;
    const Style style = added ? Style::green : difference.theirs ? Style::yellow : Style::red;
    out += console.out_style(style, difference.change()) + std::string(kIndent - 2 - difference.change().size(), ' ') +
           printable(difference.name()) + (difference.table == "claims" ? "" : " (confirmation method)") + '\n';
    for (const Field& field : kFields) {
      if (added) line(field.name, *difference.theirs.*field.value);
      if (added || !difference.theirs || *difference.ours.*field.value == *difference.theirs.*field.value) continue;
      line(text("{} was", field.name), *difference.ours.*field.value);
      line(text("{} is", field.name), *difference.theirs.*field.value);
    }
  }
  return out;
}

void write_row(json::Writer& out, std::string_view name, const std::optional<IanaRow>& row) {
  out.key(name);
  if (!row) {
    out.null();
    return;
  }
  out.begin_object();
  for (const Field& field : kFields) out.member(field.name, *row.*field.value);
  out.end_object();
}

std::string to_json(std::span<const Difference> found, std::span<const IanaTable> tables) {
  json::Writer out;
  out.begin_object().key("ok").boolean(found.empty()).key("compared").begin_array();
  for (const IanaTable& table : tables) out.string(table.id);
  out.end_array().key("differences").begin_array();
  for (const Difference& difference : found) {
    out.begin_object().member("table", difference.table).member("change", difference.change());
    out.member("name", difference.name());
    write_row(out, "ours", difference.ours);
    write_row(out, "theirs", difference.theirs);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

Outcome<> run_registry_diff(Invocation& run) {
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(const Secret content, run.read("FILE", path, kMaxIanaFile));
  const Result<std::vector<IanaTable>> tables = parse_iana_file(as_text(content.expose()));
  if (!tables) return in_file(tables.error(), path);
  std::vector<Difference> found;
  for (const RegistryTable* table : {&claims_table(), &confirmations_table()})
    if (const IanaTable* file = find_table(*tables, *table)) compare(*table, *file, found);
  if (!run.json()) SIGNET_CHECK(run.console.write(counts_line(*tables) + to_text(found, run.console)));
  const std::string document = to_json(found, *tables);
  if (found.empty()) return run.json() ? run.console.write_json(document) : run.console.write_text("no difference");
  Failure failure(fail_on_input(Errc::registry_differs, found.front().name()).error());
  failure.sentence = text("{}: {} of the rows differ from the registry of {}", path == "-" ? "standard input" : path,
                          found.size(), jwt::registry_info().last_updated);
  failure.json = document;
  return std::unexpected(std::move(failure));
}

}  // namespace

constinit const Command rows::registry_diff = {
    .section = kRegistry,
    .name = "registry diff",
    .summary = "say how a newer copy of the registry differs from Signet's",
    .about =
        "Compares a copy of the IANA registry with the one that Signet has: rows that were added, removed or changed, "
        "in claims and confirmation methods. FILE is a CSV of one of the two tables, or the page as plain text. White "
        "space does not count. Exits 0 without a difference, 1 with one.",
    .positional = {.name = "FILE", .help = "a copy of the registry, - for standard input"},
    .groups = {},
    .example = "signet registry diff claims.csv",
    .run = run_registry_diff,
};

}  // namespace signet::cli
