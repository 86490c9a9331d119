// signet registry show
#include <algorithm>

#include "cli/markdown.h"
#include "cli/registry_view.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

using jwt::ClaimInfo;

constexpr std::string_view kFormats[] = {"md", "json", "csv"};
constexpr std::string_view kTables[] = {"claims", "confirmations"};
constexpr Flag kFlags[] = {
    {"--format", "FORM", "md (unless given), json, or csv as IANA writes it", false, kFormats},
    {"--table", "NAME", "claims (unless given) or confirmations: a CSV holds one of the two", false, kTables},
};
constexpr FlagGroup kGroups[] = {{"Form", kFlags}};

/// RFC 4180: quotes stand around a field with a comma, a quote or a line end, and are doubled within.
std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string{c};
  return out += '"';
}

std::string to_csv(const RegistryTable& table) {
  std::string out = text("{}\n", table.csv_head);
  for (const ClaimInfo* row : in_registry_order(table))
    out += text("{},{},[{}],{}\n", csv_field(row->name), csv_field(row->title), row->change_controller,
                csv_field(row->reference));
  return out;
}

std::string registry_markdown() {
  const jwt::RegistryInfo& info = jwt::registry_info();
  std::string page =
      text("# {}\n\nThe IANA registry, created {}, last updated {}.\n", info.title, info.created, info.last_updated);
  for (const RegistryTable* table : {&claims_table(), &confirmations_table()}) {
    page +=
        text("\n## {}\n\n| name | description | change controller | reference |\n|---|---|---|---|\n", table->title);
    for (const ClaimInfo* row : in_registry_order(*table)) {
      const std::string link = row->link();
      // Brackets around the reference are the registry's; a link has its own.
      const std::string reference = cell(row->reference);
      page += text("| `{}` | {} | {} | {} |\n", row->name, cell(row->title), row->change_controller,
                   link.empty() ? reference : text("{}({})", reference, link));
    }
  }
  return page;
}

std::string registry_json() {
  const jwt::RegistryInfo& info = jwt::registry_info();
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("title", info.title).member("created", info.created);
  out.member("last_updated", info.last_updated);
  for (const RegistryTable* table : {&claims_table(), &confirmations_table()}) {
    out.key(table->id).begin_array();
    for (const ClaimInfo* row : in_registry_order(*table)) write_entry(out, *table, *row);
    out.end_array();
  }
  out.end_object();
  return out.take_string();
}

Outcome<> run_registry_show(Invocation& run) {
  const std::string format = run.args.value("--format").value_or(run.json() ? "json" : "md");
  const std::string id = run.args.value("--table").value_or("claims");
  if (std::ranges::find(kFormats, format) == std::end(kFormats))
    return usage("--format", "there is no such form", "write md, json or csv");
  if (std::ranges::find(kTables, id) == std::end(kTables))
    return usage("--table", "there is no such table", "write claims or confirmations");
  if (run.args.has("--table") && format != "csv")
    return usage("--table", "the other forms hold both tables", "leave it out, or add --format csv");
  if (run.json() && format != "json") return usage("--format", "the flag contradicts --json", "give one of the two");
  if (format == "json") return run.console.write_json(registry_json());
  if (format == "md") return run.console.write(registry_markdown());
  return run.console.write(to_csv(id == "claims" ? claims_table() : confirmations_table()));
}

}  // namespace

constinit const Command rows::registry_show = {
    .section = kRegistry,
    .name = "registry show",
    .summary = "print the whole registry of claims and confirmation methods",
    .about =
        "Prints the IANA registry \"JSON Web Token (JWT)\" as Signet has it, in the order of registration: as a page "
        "with links, as JSON with documents, links, rules and profiles, or as CSV in the form of the registry.",
    .positional = {},
    .groups = kGroups,
    .example = "signet registry show --format csv > claims.csv",
    .run = run_registry_show,
};

}  // namespace signet::cli
