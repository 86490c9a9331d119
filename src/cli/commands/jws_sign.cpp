// signet jws sign
#include "cli/keys.h"
#include "cli/sections.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--key", "FILE", "the private or symmetric key, in any form"},
    {"--alg", "NAME", "the algorithm, when the key does not name one"},
    {"--payload", "FILE", "the bytes to sign, - for standard input"},
    {"--no-kid", "", "leave the key's kid out of the header"},
    {"--typ", "TYPE", "the type of the whole in the header; none otherwise"},
    {"--cty", "TYPE", "the type of the payload in the header"},
    {"--header", "JSON", "further members of the header: an object"},
};
constexpr FlagGroup kGroups[] = {{"Signature", kFlags}, {"Encrypted keys", kPassphraseFlags}, {"Output", kOutputFlags}};

Outcome<> run_jws_sign(Invocation& run) {
  const auto path = run.args.value("--payload");
  if (!path) return usage("--payload", "nothing says what to sign", "name a file with --payload FILE");
  SIGNET_TRY(const std::shared_ptr<const Signer> signer, load_signer(run));
  SIGNET_TRY(const Secret payload, run.read("--payload", *path, jws::kMaxSize));
  const std::string typ = run.args.value("--typ").value_or("");
  const std::string cty = run.args.value("--cty").value_or("");
  const std::string header = run.args.value("--header").value_or("");
  SIGNET_TRY(const std::string token,
             jws::sign_compact(payload.expose(), *signer,
                               {.typ = typ, .cty = cty, .with_kid = !run.args.has("--no-kid"), .extra_json = header}));
  return run.deliver({.content = as_bytes(token), .form = Product::Form::text, .member = "jws"});
}

}  // namespace

constinit const Command rows::jws_sign = {
    .section = kSignatures,
    .name = "jws sign",
    .summary = "sign any bytes",
    .about = "Signs a file as a compact JWS (RFC 7515). For claims use signet sign.",
    .positional = {},
    .groups = kGroups,
    .example = "signet jws sign --key k.jwk --payload file.bin > s.jws",
    .run = run_jws_sign,
};

}  // namespace signet::cli
