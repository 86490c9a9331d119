// The pages docs/reference/claims.md and confirmations.md.
#include <algorithm>

#include "cli/markdown.h"
#include "cli/registry_view.h"
#include "cli/text.h"
#include "signet/profiles.h"

namespace signet::cli {
namespace {

using jwt::ClaimInfo;

constexpr std::string_view kClaimsHead =
    "A claim that is among these has a type and rules, which `signet verify`, `sign`, `inspect` and `claims lint` "
    "look\n"
    "at; `--registered-claims` of `verify` says how strictly. Every other claim is allowed and is not looked at.\n";
constexpr std::string_view kConfirmationsHead =
    "The members of `cnf`: the key that whoever presents a token has to prove possession of (RFC 7800).\n";

std::string origin_cell(const ClaimInfo& row) {
  const std::string link = row.link();
  return link.empty() ? cell(defined_in(row)) : text("[{}]({})", cell(defined_in(row)), link);
}

std::string entry(const RegistryTable& table, const ClaimInfo& row) {
  std::string out = text("\n### `{}`\n\n{}. Type: {}. {}.\n", row.name,
                         cell(row.title.ends_with('.') ? row.title.substr(0, row.title.size() - 1) : row.title),
                         jwt::name_of(row.type), origin_cell(row));
  std::string rules;
  for (const Rule& rule : row.rules()) rules += text("- {} ({})\n", cell(rule.text), cell(rule.section));
  if (&table == &claims_table()) {
    for (const jwt::TokenRule& rule : jwt::token_rules()) {
      if (rule.claim != row.name) continue;
      rules += text("- {} ({}){}\n", cell(rule.rule.text), cell(rule.rule.section),
                    rule.side == jwt::Side::issuer ? "; for issuers alone" : "");
    }
  }
  return rules.empty() ? out : out + '\n' + rules;
}

}  // namespace

std::string to_markdown(const RegistryTable& table) {
  const jwt::RegistryInfo& info = jwt::registry_info();
  const bool claims = &table == &claims_table();
  std::string page =
      text("# {}\n\nAs registered with IANA, registry of {}; `signet {} --markdown` prints this page.\n{}", table.title,
           info.last_updated, table.id, claims ? kClaimsHead : kConfirmationsHead);
  page += "\n| name | title | type | defined in | change controller |\n|---|---|---|---|---|\n";
  for (const ClaimInfo& row : table.rows())
    page += text("| `{}` | {} | {} | {} | {} |\n", row.name, cell(row.title), jwt::name_of(row.type), origin_cell(row),
                 row.change_controller);
  page += "\n## What is checked\n\nBeside the type, where there is more to say.\n";
  for (const ClaimInfo& row : table.rows()) {
    const bool between = claims && std::ranges::any_of(jwt::token_rules(), [&](const jwt::TokenRule& rule) {
                           return rule.claim == row.name;
                         });
    if (!row.rules().empty() || between) page += entry(table, row);
  }
  return page;
}

}  // namespace signet::cli
