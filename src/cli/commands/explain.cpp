// signet explain
#include <algorithm>

#include "cli/demands.h"
#include "cli/explanation.h"
#include "cli/keys.h"
#include "cli/network.h"
#include "cli/revocations.h"
#include "cli/sections.h"
#include "cli/token_input.h"
#include "cli/verify_policy.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {
    {"Keys (one of them)", kVerificationKeyFlags},
    {"Keys from the network", kRemoteKeyFlags},
    {"What was revoked", kRevocationFlags},
    {"What the token must be", kExpectationFlags},
    kProfileGroup,
    {"Time", kTimeFlags},
    {"Input", kTokenFlags},
    {"Encrypted tokens", kDecryptionFlags},
};

Failure failure_of(const Explanation& explanation) {
  Failure failure(*explanation.refusal);
  const auto failed =
      std::ranges::find_if(explanation.steps, [](const ExplainedStep& step) { return step.finding.error.has_value(); });
  failure.hint = failed->todo;
  failure.json = to_json(explanation, &failure);
  return failure;
}

/// What is inside an encrypted token; empty when it cannot be opened, which the verifier then says.
Secret inner_token(std::string_view token, const std::optional<Decryption>& decryption) {
  if (!decryption) return {};
  auto opened = jwe::decrypt_compact(token, decryption->keys, decryption->policy);
  return opened ? opened->take_plaintext() : Secret();
}

Outcome<> run_explain(Invocation& run) {
  SIGNET_TRY(const Demands demands, read_demands(run));
  SIGNET_TRY(const Trust trust, load_trust(run));
  SIGNET_TRY(const std::optional<Decryption> decryption, load_decryption(run));
  SIGNET_TRY(const jwt::Verifier verifier, build_verifier(demands, trust, decryption));
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(const std::string token, run.read_token(demands.max_size));
  SIGNET_TRY(const KnownContext context, KnownContext::read(run));
  const Secret inner = inner_token(token, decryption);
  const Examined examined{.demands = demands,
                          .context = context.view(),
                          .trust = trust,
                          .decryption = decryption ? &*decryption : nullptr,
                          .outer = token,
                          .token = decryption ? as_text(inner.expose()) : std::string_view(token),
                          .token_was_argument = run.token_was_argument(),
                          .now = now,
                          .parts = take_apart(decryption ? as_text(inner.expose()) : std::string_view(token))};
  const Explanation explanation = explain(verifier, examined);
  if (!run.json()) SIGNET_CHECK(run.console.write(to_text(explanation, run.console)));
  if (explanation.refusal) return std::unexpected(failure_of(explanation));
  return run.json() ? run.console.write_json(to_json(explanation, nullptr)) : Outcome<>();
}

}  // namespace

constinit const Command rows::explain = {
    .section = kTokens,
    .name = "explain",
    .summary = "say which checks of verify hold, which do not, and what to do",
    .about =
        "Takes what signet verify takes and goes through its steps in the same order: what the token has, what is "
        "wanted, and for each step that fails what to do. The error line and the exit status are those of signet "
        "verify.\n"
        "What the token says is marked UNVERIFIED as long as its signature does not hold: claims are then judged as "
        "well, but anyone may have written them. A ? marks a step that could not be looked at.",
    .positional = {.name = "TOKEN", .help = "a file, - for standard input, or the token itself", .required = false},
    .groups = kGroups,
    .example = "signet explain --jwks jwks.json --issuer https://as.example --audience api t.jwt",
    .run = run_explain,
};

}  // namespace signet::cli
