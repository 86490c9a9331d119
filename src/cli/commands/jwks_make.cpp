// signet jwks make
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {kKidStyleFlag};
constexpr FlagGroup kGroups[] = {{"Names", kFlags}, {"Encrypted keys", kPassphraseFlags}, {"Output", kOutputFlags}};

// The public half, with a kid so that tokens can name it.
Outcome<Key> publishable(const Invocation& run, const Key& key, std::string_view path) {
  Result<Key> half = key.public_key();
  if (!half) return in_file(std::move(half).error(), path);
  if (!half->info().kid.empty()) return std::move(*half);
  KeyInfo info = half->info();
  SIGNET_TRY(info.kid, styled_kid(run, *half));
  SIGNET_TRY(Key named, half->with_info(std::move(info)));
  return named;
}

Outcome<> add_keys(Invocation& run, const std::string& path, std::vector<Key>& keys) {
  SIGNET_TRY(const KeyFile file, load_key_file(run, "FILE", path));
  for (const KeySetEntry& entry : file.entries) {
    if (!entry.key) return in_file(entry.problem.value_or(Error{Errc::malformed_key, ""}), path);
    SIGNET_TRY(Key key, publishable(run, *entry.key, path));
    keys.push_back(std::move(key));
  }
  return {};
}

Outcome<> run_jwks_make(Invocation& run) {
  SIGNET_CHECK(run.args.positional());  // there is one at least
  std::vector<Key> keys;
  for (const std::string& path : run.args.positionals()) SIGNET_CHECK(add_keys(run, path, keys));
  SIGNET_TRY(const std::string set, JwkSet::of(keys).to_public_json());
  return run.deliver({.content = as_bytes(set), .form = Product::Form::json, .member = "jwks"});
}

}  // namespace

constinit const Command rows::jwks_make = {
    .section = kKeySets,
    .name = "jwks make",
    .summary = "make a public key set from keys",
    .about =
        "Makes the JWK Set that an issuer publishes. Of a private key the public half is taken; a symmetric key "
        "is refused. A key without a kid gets its thumbprint, or the name of --kid-style; a kid that is there stays, "
        "since "
        "tokens name it.",
    .positional = {.name = "FILE", .help = "keys in any form, or JWK Sets, - for standard input", .repeats = true},
    .groups = kGroups,
    .example = "signet jwks make k.pub.jwk other.pem > jwks.json",
    .run = run_jwks_make,
};

}  // namespace signet::cli
