// signet key public
#include "cli/keys.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--pem", "", "write PEM (SPKI) instead of a JWK"},
    kKidStyleFlag,
};
constexpr FlagGroup kGroups[] = {{"Key", kFlags}, {"Encrypted keys", kPassphraseFlags}, {"Output", kOutputFlags}};

Outcome<> run_key_public(Invocation& run) {
  SIGNET_TRY(Key key, load_argument_key(run));
  const std::string path = run.args.positionals().front();
  if (run.args.has("--kid-style")) {
    KeyInfo info = key.info();
    SIGNET_TRY(info.kid, styled_kid(run, key));
    SIGNET_TRY(key, key.with_info(std::move(info)));
  }
  Result<std::string> content = run.args.has("--pem") ? key.to_public_pem() : key.to_public_jwk();
  if (!content) return in_file(std::move(content).error(), path);
  if (run.args.has("--pem"))
    return run.deliver({.content = as_bytes(*content), .form = Product::Form::text, .member = "pem"});
  return run.deliver({.content = as_bytes(*content), .form = Product::Form::json, .member = "key"});
}

}  // namespace

constinit const Command rows::key_public = {
    .section = kKeys,
    .name = "key public",
    .summary = "print the public half of a key",
    .about = "Prints what may be given to everyone: the public members alone. A symmetric key has none and is refused.",
    .positional = {.name = "FILE", .help = kKeyFileHelp},
    .groups = kGroups,
    .example = "signet key public k.jwk > k.pub.jwk",
    .run = run_key_public,
};

}  // namespace signet::cli
