// signet inspect
#include "cli/inspection.h"
#include "cli/inspection_forms.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "cli/token_input.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--jwks", "FILE", "also say whether this key set has the token's kid"},
    {"--now", "TIME", "take this as the time: seconds, or 2026-11-01T12:00:00Z"},
};
constexpr FlagGroup kGroups[] = {{"Compare", kFlags}, {"Input", kTokenFlags}};

Outcome<std::optional<JwkSet>> load_set(Invocation& run) {
  const auto path = run.args.value("--jwks");
  if (!path) return std::optional<JwkSet>();
  SIGNET_TRY(const Secret content, run.read_key_text("--jwks", *path));
  Result<JwkSet> set = JwkSet::parse(as_text(content.expose()));
  if (!set) return in_file(std::move(set).error(), *path);
  return std::optional(std::move(*set));
}

Outcome<> run_inspect(Invocation& run) {
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(const std::size_t max_size, run.max_size(jwt::kMaxSize, jws::kMaxSize));
  SIGNET_TRY(const std::optional<JwkSet> set, load_set(run));
  SIGNET_TRY(const std::string token, run.read_token(max_size));
  if (std::optional<Outcome<>> other = inspect_other_form(run, token)) return std::move(*other);
  const Result<jwt::Unverified> shown = jwt::Unverified::decode(token, max_size);
  if (!shown) return std::unexpected(explain_token(run, shown.error()));
  const Inspection inspection = inspect_token(*shown, set, now);
  if (run.json()) return run.console.write_json(to_json(inspection, *shown));
  return run.console.write(to_text(inspection, *shown, run.console));
}

}  // namespace

constinit const Command rows::inspect = {
    .section = kTokens,
    .name = "inspect",
    .summary = "show what a token says, without verifying it",
    .about =
        "Decodes a token and shows its header and claims. Nothing of it is verified: anyone can write such a "
        "token. Registered claims are shown with what they are, times and durations in words, the members of cnf each "
        "on a line. What is wrong with values is said, with the section; remarks say what a verifier may trip over.\n"
        "Of a JWS in JSON each signature is shown with its protected and its unprotected header apart, of an encrypted "
        "token the header alone.",
    .positional = {.name = "TOKEN", .help = "a file, - for standard input, or the token itself", .required = false},
    .groups = kGroups,
    .example = "signet inspect t.jwt",
    .run = run_inspect,
};

}  // namespace signet::cli
