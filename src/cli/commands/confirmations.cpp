// signet confirmations
#include "cli/registry_view.h"
#include "cli/sections.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--markdown", "", "print the page docs/reference/confirmations.md"},
};
constexpr FlagGroup kGroups[] = {{"Form", kFlags}};

Outcome<> run_confirmations(Invocation& run) {
  return show_table(run, confirmations_table());
}

}  // namespace

constinit const Command rows::confirmations = {
    .section = kRegistry,
    .name = "confirmations",
    .summary = "list the registered confirmation methods, or say everything about one",
    .about =
        "Lists the members of cnf (RFC 7800) that the IANA registry \"JWT Confirmation Methods\" has: name, type, "
        "where "
        "it is defined, title. With NAME everything about one, with the rules of its value.",
    .positional = {.name = "NAME", .help = "the exact name of a confirmation method", .required = false},
    .groups = kGroups,
    .example = "signet confirmations\nsignet confirmations jkt",
    .run = run_confirmations,
};

}  // namespace signet::cli
