// signet dpop prove
#include "cli/dpop_request.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "signet/dpop.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kKeyFlags[] = {
    {"--key", "FILE", "the private key, in any form"},
    {"--alg", "NAME", "the algorithm, when the key does not name one"},
};
constexpr Flag kTimeFlags[] = {
    {"--now", "TIME", "take this as the time: seconds, or 2026-11-01T12:00:00Z"},
};
constexpr FlagGroup kGroups[] = {{"Key", kKeyFlags},
                                 {"Encrypted keys", kPassphraseFlags},
                                 {"Request", kDpopRequestFlags},
                                 {"Time", kTimeFlags},
                                 {"Output", kOutputFlags}};

Outcome<dpop::Prover> load_prover(Invocation& run) {
  const auto path = run.args.value("--key");
  if (!path) return usage("--key", "nothing says which key signs", "give a private key with --key FILE");
  SIGNET_TRY(const Key key, load_key(run, "--key", *path));
  if (key.is_symmetric()) return in_file(Error{Errc::symmetric_key, "kty"}, *path);
  SIGNET_TRY(auto signer, make_signer(key, *path, run.args.value("--alg")));
  SIGNET_TRY(dpop::Prover prover, dpop::Prover::build(std::move(signer), key));
  return prover;
}

Outcome<> run_dpop_prove(Invocation& run) {
  SIGNET_TRY(const dpop::Prover prover, load_prover(run));
  SIGNET_TRY(const DpopRequest request, read_dpop_request(run));
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(
      const std::string proof,
      prover.prove(
          {.method = request.method, .url = request.url, .access_token = request.access_token, .nonce = request.nonce},
          now));
  return run.deliver({.content = as_bytes(proof), .form = Product::Form::text, .member = "proof"});
}

}  // namespace

constinit const Command rows::dpop_prove = {
    .section = kProofs,
    .name = "dpop prove",
    .summary = "prove to a server that a request comes from the holder of a key",
    .about =
        "Makes the value of a DPoP header field (RFC 9449) for one request: a token that the private key signs, with "
        "the method, the URL without query and fragment, the time and a random jti. Servers take a proof once and for "
        "about a minute, so make one for each request.\n"
        "A request to a protected resource names its access token with --access-token-file; a server that answers "
        "use_dpop_nonce wants the value of its DPoP-Nonce field in --nonce.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet dpop prove --key k.jwk --method POST --url https://as.example/token > proof.jwt\n"
        "signet dpop prove --key k.jwk --method GET --url https://rs.example/items --access-token-file t.jwt",
    .run = run_dpop_prove,
};

}  // namespace signet::cli
