#include "cli/registry_view.h"

#include <algorithm>

#include "cli/completion.h"
#include "cli/help.h"
#include "cli/table.h"
#include "cli/text.h"
#include "signet/profiles.h"
#include "try.h"

namespace signet::cli {
namespace {

using jwt::ClaimInfo;

constexpr RegistryTable kClaims{.id = "claims",
                                .title = "JSON Web Token Claims",
                                .noun = "claim",
                                .csv_head = "Claim Name,Claim Description,Change Controller,Reference",
                                .rows = jwt::registered_claims,
                                .find = jwt::find_registered_claim};
constexpr RegistryTable kConfirmations{
    .id = "confirmations",
    .title = "JWT Confirmation Methods",
    .noun = "confirmation method",
    .csv_head = "Confirmation Method Value,Confirmation Method Description,Change Controller,Reference",
    .rows = jwt::registered_confirmations,
    .find = jwt::find_registered_confirmation};

// In the order of ClaimType.
constexpr std::string_view kShortTypes[] = {
    "string",       "StringOrURI",     "StringOrURI(s)", "NumericDate",    "integer",  "number",
    "boolean",      "object",          "array",          "strings",        "arrays",   "objects",
    "StringOrURIs", "strings/objects", "string(s)",      "integer/string", "object(s)"};
static_assert(std::size(kShortTypes) == static_cast<std::size_t>(jwt::ClaimType::object_or_array) + 1);

constexpr std::size_t kScreen = 80;

std::string cut(std::string_view words, std::size_t width) {
  if (words.size() <= width) return std::string(words);
  return std::string(words.substr(0, width - 3)) + "...";
}

/// The document and the section in few letters; a long name is cut, its section is not.
std::string short_origin(const ClaimInfo& row) {
  constexpr std::size_t kWidth = 18;
  constexpr std::string_view kOpenId = "OpenID Connect";
  constexpr std::string_view kVersion = " 1.0";
  std::string document(row.document->name);
  if (document.starts_with(kOpenId)) document.replace(0, kOpenId.size(), "OIDC");
  if (document.ends_with(kVersion)) document.resize(document.size() - kVersion.size());
  if (row.section.empty()) return cut(document, kWidth);
  return text("{} {}", cut(document, kWidth - row.section.size() - 1), row.section);
}

std::string list_text(const RegistryTable& table, const Console& console) {
  std::size_t name_width = 4;
  for (const ClaimInfo& row : table.rows()) name_width = std::max(name_width, row.name.size());
  constexpr std::size_t kOthers = 2 + 15 + 2 + 18 + 2;
  const std::size_t title_width = kScreen - name_width - kOthers;
  Table shown({"NAME", "TYPE", "DEFINED IN", "TITLE"});
  for (const ClaimInfo& row : table.rows()) {
    // Elsewhere the last column may be as wide as it is, so that a search finds every word.
    const std::string title = console.out_is_terminal() ? cut(row.title, title_width) : std::string(row.title);
    shown.row({std::string(row.name), std::string(short_type(row.type)), short_origin(row), title});
  }
  return shown.to_text(console);
}

std::string_view name_of(jwt::Side side) noexcept {
  return side == jwt::Side::issuer ? "issuer" : "recipient";
}

/// Calls `visit` for the rules between claims that are about this claim.
template <class Visit>
void for_each_token_rule(const RegistryTable& table, const ClaimInfo& row, Visit visit) {
  if (&table != &kClaims) return;
  for (const jwt::TokenRule& rule : jwt::token_rules())
    if (rule.claim == row.name || rule.companion == row.name) visit(rule);
}

struct Role {
  std::string_view name;
  std::span<const std::string_view> jwt::Profile::* claims;
};
constexpr Role kRoles[] = {{"required", &jwt::Profile::required},
                           {"optional", &jwt::Profile::optional},
                           {"forbidden", &jwt::Profile::forbidden}};

std::vector<std::string_view> profiles_with(const RegistryTable& table, const ClaimInfo& row, const Role& role) {
  std::vector<std::string_view> ids;
  if (&table != &kClaims) return ids;
  for (const jwt::Profile* profile : jwt::profiles()) {
    const auto names = profile->*role.claims;
    if (std::ranges::find(names, row.name) != names.end()) ids.push_back(profile->id);
  }
  return ids;
}

/// Lines "section   text", the text wrapped in its column.
std::string rule_lines(const std::vector<std::pair<std::string, std::string>>& rules) {
  constexpr std::size_t kWidest = 30;
  std::size_t width = 0;
  for (const auto& [section, words] : rules)
    if (section.size() <= kWidest) width = std::max(width, section.size());
  std::string out;
  for (const auto& [section, words] : rules) {
    std::string head = "  " + section;
    head += head.size() > width + 2 ? '\n' + std::string(width + 4, ' ') : std::string(width + 4 - head.size(), ' ');
    out += head + wrapped(words, width + 4) + '\n';
  }
  return out;
}

std::string entry_text(const RegistryTable& table, const ClaimInfo& row, const Console& console) {
  const auto title = [&](std::string_view words) { return '\n' + console.out_style(Style::bold, words) + '\n'; };
  std::string out = console.out_style(Style::bold, row.name) + ": " + wrapped(row.title, row.name.size() + 2) + "\n\n";
  Facts facts;
  facts.add("type", jwt::name_of(row.type));
  facts.add("defined in", defined_in(row));
  facts.add("link", row.link());
  facts.add("reference", row.reference);
  facts.add("change controller", row.change_controller);
  out += facts.to_wrapped_text(console);
  std::vector<std::pair<std::string, std::string>> rules;
  for (const Rule& rule : row.rules()) rules.emplace_back(rule.section, rule.text);
  if (!rules.empty()) out += title("The value") + rule_lines(rules);
  rules.clear();
  for_each_token_rule(table, row, [&](const jwt::TokenRule& rule) {
    const std::string side = rule.side == jwt::Side::issuer ? "; for issuers alone" : "";
    rules.emplace_back(rule.rule.section, std::string(rule.rule.text) + side);
  });
  if (!rules.empty()) out += title("With other claims") + rule_lines(rules);
  rules.clear();
  for (const Role& role : kRoles)
    if (const auto ids = profiles_with(table, row, role); !ids.empty())
      rules.emplace_back(role.name, joined(ids, ", "));
  if (!rules.empty()) out += title("Profiles") + rule_lines(rules);
  return out;
}

void write_rule(json::Writer& out, const Rule& rule) {
  out.member("section", rule.section).member("rule", rule.text);
}

void write_origin(json::Writer& out, const ClaimInfo& row) {
  out.member("title", row.title).member("type", jwt::name_of(row.type));
  out.member("document", row.document->name).member("section", row.section);
}

std::string list_json(const RegistryTable& table) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key(table.id).begin_array();
  for (const ClaimInfo& row : table.rows()) {
    out.begin_object().member("name", row.name);
    write_origin(out, row);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

std::string entry_json(const RegistryTable& table, const ClaimInfo& row) {
  json::Writer out;
  write_entry(out, table, row);
  return text("{{\"ok\":true,{}", out.text().substr(1));
}

}  // namespace

const RegistryTable& claims_table() noexcept {
  return kClaims;
}

const RegistryTable& confirmations_table() noexcept {
  return kConfirmations;
}

std::vector<const ClaimInfo*> in_registry_order(const RegistryTable& table) {
  std::vector<const ClaimInfo*> rows;
  for (const ClaimInfo& row : table.rows()) rows.push_back(&row);
  std::ranges::sort(rows, {}, &ClaimInfo::order);
  return rows;
}

std::string defined_in(const ClaimInfo& row) {
  return row.section.empty() ? std::string(row.document->name) : text("{} {}", row.document->name, row.section);
}

std::string_view short_type(jwt::ClaimType type) noexcept {
  return kShortTypes[static_cast<std::size_t>(type)];
}

void write_entry(json::Writer& out, const RegistryTable& table, const ClaimInfo& row) {
  out.begin_object().member("name", row.name).key("order").integer(row.order);
  write_origin(out, row);
  out.member("change_controller", row.change_controller).member("reference", row.reference).key("link");
  const std::string link = row.link();
  if (link.empty()) {
    out.null();
  } else {
    out.string(link);
  }
  out.key("rules").begin_array();
  for (const Rule& rule : row.rules()) {
    out.begin_object();
    write_rule(out, rule);
    out.end_object();
  }
  out.end_array();
  if (&table == &kClaims) {
    out.key("token_rules").begin_array();
    for_each_token_rule(table, row, [&](const jwt::TokenRule& rule) {
      out.begin_object().member("claim", rule.claim).member("side", name_of(rule.side));
      write_rule(out, rule.rule);
      out.end_object();
    });
    out.end_array().key("profiles").begin_object();
    for (const Role& role : kRoles) {
      out.key(role.name).begin_array();
      for (const std::string_view id : profiles_with(table, row, role)) out.string(id);
      out.end_array();
    }
    out.end_object();
  }
  out.end_object();
}

Outcome<> show_table(const Invocation& run, const RegistryTable& table) {
  if (run.args.positionals().empty()) {
    if (run.json()) return run.console.write_json(list_json(table));
    return run.console.write(run.args.has("--markdown") ? to_markdown(table) : list_text(table, run.console));
  }
  const std::string& name = run.args.positionals().front();
  if (run.args.has("--markdown"))
    return usage("--markdown", "the page is about all names", "leave out NAME, or --markdown");
  SIGNET_TRY(const ClaimInfo* row, find_row(table, "NAME", name));
  if (run.json()) return run.console.write_json(entry_json(table, *row));
  return run.console.write(entry_text(table, *row, run.console));
}

}  // namespace signet::cli
