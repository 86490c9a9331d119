// signet claims
#include "cli/registry_view.h"
#include "cli/sections.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--markdown", "", "print the page docs/reference/claims.md"},
};
constexpr FlagGroup kGroups[] = {{"Form", kFlags}};

Outcome<> run_claims(Invocation& run) {
  return show_table(run, claims_table());
}

}  // namespace

constinit const Command rows::claims = {
    .section = kRegistry,
    .name = "claims",
    .summary = "list the registered claims, or say everything about one",
    .about =
        "Lists the claims of the IANA registry \"JSON Web Token Claims\": name, type, where it is defined, title. On a "
        "terminal long titles are cut. With NAME everything about one: its title, type, change controller and "
        "reference, a link, the rules of its value and those with other claims, and the profiles that name it.",
    .positional = {.name = "NAME", .help = "the exact name of a claim", .required = false},
    .groups = kGroups,
    .example = "signet claims\nsignet claims sub_id",
    .run = run_claims,
};

}  // namespace signet::cli
