// signet profiles
#include "signet/profiles.h"
#include "cli/invocation.h"
#include "cli/profile_choice.h"
#include "cli/profile_view.h"
#include "cli/sections.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--markdown", "", "print the page docs/reference/profiles.md"},
};
constexpr FlagGroup kGroups[] = {{"Form", kFlags}};

Outcome<> run_profiles(Invocation& run) {
  const bool markdown = run.args.has("--markdown");
  if (run.args.positionals().empty()) {
    if (run.json()) return run.console.write_json(profiles_json());
    return run.console.write(markdown ? profiles_markdown() : profiles_text(run.console));
  }
  if (markdown) return usage("--markdown", "the page is about all profiles", "leave out NAME, or --markdown");
  const std::string& id = run.args.positionals().front();
  const jwt::Profile* profile = jwt::find_profile(id);
  if (profile == nullptr) return unknown_profile("NAME", id);
  if (run.json()) return run.console.write_json(profile_json(*profile));
  return run.console.write(profile_text(*profile, run.console));
}

}  // namespace

constinit const Command rows::profiles = {
    .section = kRegistry,
    .name = "profiles",
    .summary = "list the token profiles, or say everything about one",
    .about =
        "Lists what --profile takes: kinds of token, and overlays, which add rules to another kind. With NAME "
        "everything about one: its typ, the header parameters and claims that it requires and forbids, and each step "
        "of its document with who sees to it: the verifier always, the verifier when the context is given (flags of "
        "signet verify, jwt::Context in the library), or the application, which alone knows what is needed.",
    .positional = {.name = "NAME", .help = "the id of a profile", .required = false},
    .groups = kGroups,
    .example = "signet profiles\nsignet profiles at+jwt",
    .run = run_profiles,
};

}  // namespace signet::cli
