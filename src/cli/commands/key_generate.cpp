// signet key generate
#include <charconv>

#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--alg", "NAME", "the algorithm that the key is for, such as ES256, EdDSA, HS256 or ECDH-ES+A256KW"},
    {"--crv", "NAME", "the curve, where the algorithm leaves it open"},
    {"--enc", "NAME", "for dir: the content encryption that the key is for"},
    {"--bits", "NUMBER", "the size of an RSA key: 2048 (which is the default) to 8192"},
    {"--kid", "TEXT", "the key's identifier, instead of its thumbprint"},
    kKidStyleFlag,
    {"--pem", "", "write PEM (PKCS#8) instead of a JWK; a PEM file carries no kid, use and alg"},
    {"--new-passphrase-file", "FILE", "with --pem: encrypt it with the passphrase in the first line of FILE"},
};
constexpr FlagGroup kGroups[] = {{"Key", kFlags}, {"Output", kOutputFlags}};

Outcome<unsigned> bits_of(const Invocation& run) {
  constexpr unsigned kDefault = 2048;
  const auto typed = run.args.value("--bits");
  if (!typed) return kDefault;
  unsigned bits = 0;
  const char* end = typed->data() + typed->size();
  const auto [rest, error] = std::from_chars(typed->data(), end, bits);
  if (error != std::errc() || rest != end) return usage("--bits", "the value is no number", "write --bits 3072");
  return bits;
}

Outcome<Key> generate(const Invocation& run) {
  const auto alg = run.args.value("--alg");
  if (!alg) return usage("--alg", "nothing says what the key is for", "name an algorithm, for example --alg ES256");
  const std::string crv = run.args.value("--crv").value_or("");
  SIGNET_TRY(const unsigned bits, bits_of(run));
  const std::string enc = run.args.value("--enc").value_or("");
  if (*alg == "dir" && enc.empty())
    return usage("--enc", "the size of a key for dir is that of its content encryption", "write --enc A256GCM");
  if (alg->starts_with("PBES2-"))
    return usage("--alg", text("the key of {} is a passphrase", *alg), "choose one and give it with --passphrase-file");
  SIGNET_TRY(Key key, Key::generate({.alg = *alg, .crv = crv, .enc = enc, .rsa_bits = bits}));
  if (run.args.has("--bits") && key.type() != KeyType::rsa)
    return usage("--bits", text("{} does not leave the size open", *alg), "the flag is for RSA keys");
  if (run.args.has("--kid") && run.args.has("--kid-style"))
    return usage("--kid-style", "the kid is given already", "give either --kid or --kid-style");
  if (!run.args.has("--kid") && !run.args.has("--kid-style")) return key;
  KeyInfo info = key.info();
  if (const auto kid = run.args.value("--kid")) {
    info.kid = *kid;
  } else {
    SIGNET_TRY(info.kid, styled_kid(run, key));
  }
  SIGNET_TRY(Key named, key.with_info(std::move(info)));
  return named;
}

Outcome<> run_key_generate(Invocation& run) {
  // Refused before the work is done.
  const bool to_terminal = !run.args.has("--out") && run.console.out_is_terminal();
  if (to_terminal) return usage("--out", "a private key is never written to a terminal", "name a file with --out FILE");
  const bool encrypt = run.args.has("--new-passphrase-file");
  if (encrypt && !run.args.has("--pem"))
    return usage("--new-passphrase-file", "a JWK is not encrypted", "write PEM with --pem");
  Secret passphrase;
  if (encrypt) {
    SIGNET_TRY(passphrase, run.read_passphrase("--new-passphrase-file"));
  }
  SIGNET_TRY(const Key key, generate(run));
  if (run.args.has("--pem")) {
    SIGNET_TRY(const Secret pem, encrypt ? key.to_encrypted_pem(passphrase) : key.to_private_pem(PemForm::pkcs8));
    return run.deliver({.content = pem.expose(), .form = Product::Form::text, .member = "pem", .is_private = true});
  }
  SIGNET_TRY(const Secret jwk, key.to_private_jwk());
  return run.deliver({.content = jwk.expose(), .form = Product::Form::json, .member = "key", .is_private = true});
}

}  // namespace

constinit const Command rows::key_generate = {
    .section = kKeys,
    .name = "key generate",
    .summary = "make a new key for one algorithm",
    .about =
        "Makes a key and writes it with its private half. It carries kid (the RFC 7638 thumbprint; random for a "
        "symmetric key), use and alg.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet key generate --alg ES256 --out k.jwk\nsignet key generate --alg RS256 --bits 3072 --out k.jwk\n"
        "signet key generate --alg ECDH-ES+A256KW --crv X25519 --out k.jwk\n"
        "signet key generate --alg dir --enc A256GCM --out k.jwk",
    .run = run_key_generate,
};

}  // namespace signet::cli
