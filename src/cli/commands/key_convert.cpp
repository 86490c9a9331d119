// signet key convert
#include "cli/encryption.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "codec/pem.h"
#include "signet/encrypted_key.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kForms[] = {"jwk",  "public-jwk", "pem",        "pkcs8",   "pkcs1",        "sec1",
                                       "spki", "der",        "public-der", "openssh", "encrypted-jwk"};
constexpr Flag kFlags[] = {
    {"--to", "FORM", "jwk, public-jwk, pem, pkcs8, pkcs1, sec1, spki, der, public-der, openssh or encrypted-jwk", false,
     kForms},
    {"--octets", "", "FILE holds the bytes of a symmetric key, as they are"},
    {"--kid", "TEXT", "set the key's identifier"},
    kKidStyleFlag,
    {"--use", "NAME", "set what the key is for: sig or enc"},
    {"--alg", "NAME", "set the only algorithm that the key is for"},
};
constexpr Flag kSecretFlags[] = {
    kPassphraseFlags[0],
    {"--new-passphrase-file", "FILE",
     "encrypt pem, pkcs8, der or encrypted-jwk with the passphrase in the first line of FILE"},
    {"--p2c", "NUMBER", "iterations of encrypted-jwk: 600000 unless given, 1000 to 1200000"},
    {"--encrypt-to", "FILE", "encrypt encrypted-jwk to this public or shared key instead"},
    {"--encrypt-alg", "NAME", "the key management for that key, when it does not name one"},
    {"--enc", "NAME", "the content encryption for that key, instead of A256GCM"},
};
constexpr FlagGroup kGroups[] = {{"Key", kFlags}, {"Encrypted keys", kSecretFlags}, {"Output", kOutputFlags}};

struct Converted {
  Secret content;
  Product::Form form = Product::Form::text;
  bool is_private = false;
};
using Convert = Result<Converted> (*)(const Key& key);
using Encrypt = Result<Converted> (*)(const Key& key, const Secret& passphrase);

Result<Converted> public_text(Result<std::string> content, Product::Form form) {
  if (!content) return std::unexpected(std::move(content).error());
  return Converted{Secret::copy_of(as_bytes(*content)), form, false};
}

Result<Converted> to_public_jwk(const Key& key) {
  return public_text(key.to_public_jwk(), Product::Form::json);
}

Result<Converted> to_jwk(const Key& key) {
  if (!key.is_private()) return to_public_jwk(key);
  SIGNET_TRY(Secret jwk, key.to_private_jwk());
  return Converted{std::move(jwk), Product::Form::json, true};
}

template <PemForm form>
Result<Converted> to_private_pem(const Key& key) {
  SIGNET_TRY(Secret pem, key.to_private_pem(form));
  return Converted{std::move(pem), Product::Form::text, true};
}

Result<Converted> to_spki(const Key& key) {
  return public_text(key.to_public_pem(), Product::Form::text);
}

Result<Converted> to_pem(const Key& key) {
  return key.is_private() ? to_private_pem<PemForm::pkcs8>(key) : to_spki(key);
}

Result<Converted> to_pkcs1(const Key& key) {
  if (key.is_private()) return to_private_pem<PemForm::pkcs1>(key);
  return public_text(key.to_public_pem(PemForm::pkcs1), Product::Form::text);
}

Result<Converted> to_public_der(const Key& key) {
  SIGNET_TRY(const Bytes der, key.to_spki());
  return Converted{Secret::copy_of(der), Product::Form::binary, false};
}

Result<Converted> der_of(const Secret& pem) {
  SIGNET_TRY(auto blocks, codec::parse_pem(as_text(pem.expose())));
  return Converted{std::move(blocks.front().der), Product::Form::binary, true};
}

Result<Converted> to_der(const Key& key) {
  if (!key.is_private()) return to_public_der(key);
  SIGNET_TRY(const Secret pem, key.to_private_pem(PemForm::pkcs8));
  return der_of(pem);
}

Result<Converted> to_openssh(const Key& key) {
  return public_text(key.to_ssh_public(), Product::Form::text);
}

Result<Converted> to_encrypted_pem(const Key& key, const Secret& passphrase) {
  SIGNET_TRY(Secret pem, key.to_encrypted_pem(passphrase));
  return Converted{std::move(pem), Product::Form::text, true};
}

Result<Converted> to_encrypted_der(const Key& key, const Secret& passphrase) {
  SIGNET_TRY(const Secret pem, key.to_encrypted_pem(passphrase));
  return der_of(pem);
}

Result<Converted> to_jwe(Result<std::string> token) {
  if (!token) return std::unexpected(std::move(token).error());
  return Converted{Secret::copy_of(as_bytes(*token)), Product::Form::text, false};
}

/// A JWK in a JWE: by a passphrase, or to a key.
Outcome<Result<Converted>> encrypt_jwk_for(Invocation& run, const Key& key) {
  if (const auto path = run.args.value("--encrypt-to")) {
    if (run.args.has("--new-passphrase-file"))
      return usage("--encrypt-to", "the key is encrypted once", "give --new-passphrase-file or --encrypt-to");
    SIGNET_TRY(const auto to, load_encrypter(run, "--encrypt-to", *path, run.args.value("--encrypt-alg")));
    SIGNET_TRY(const ContentEncryption* enc, chosen_encryption(run, to->content_encryption()));
    return to_jwe(encrypt_jwk(key, {.key = to.get()}, *enc));
  }
  if (!run.args.has("--new-passphrase-file"))
    return usage("--to", "nothing says what to encrypt the key with",
                 "give a passphrase with --new-passphrase-file FILE, or a key with --encrypt-to FILE");
  SIGNET_TRY(const Secret passphrase, run.read_passphrase("--new-passphrase-file"));
  SIGNET_TRY(const std::uint64_t iterations, iterations_of(run));
  return to_jwe(encrypt_jwk(key, passphrase, iterations));
}

struct Target {
  std::string_view name;
  Convert convert;
  Encrypt encrypt;  // null: the form is never encrypted
};
constexpr Target kTargets[] = {
    {"jwk", to_jwk, nullptr},
    {"public-jwk", to_public_jwk, nullptr},
    {"pem", to_pem, to_encrypted_pem},
    {"pkcs8", to_private_pem<PemForm::pkcs8>, to_encrypted_pem},
    {"pkcs1", to_pkcs1, nullptr},
    {"sec1", to_private_pem<PemForm::sec1>, nullptr},
    {"spki", to_spki, nullptr},
    {"der", to_der, to_encrypted_der},
    {"public-der", to_public_der, nullptr},
    {"openssh", to_openssh, nullptr},
    {"encrypted-jwk", nullptr, nullptr},  // by encrypt_jwk_for()
};

Outcome<Target> find_target(const Invocation& run) {
  constexpr std::string_view kHint =
      "write --to jwk, public-jwk, pem, pkcs8, pkcs1, sec1, spki, der, public-der, openssh or encrypted-jwk";
  const auto name = run.args.value("--to");
  if (!name) return usage("--to", "nothing says what to convert to", std::string(kHint));
  for (const Target& target : kTargets)
    if (target.name == *name) return target;
  return usage("--to", "there is no such form", std::string(kHint));
}

Outcome<Result<Converted>> convert(Invocation& run, const Target& target, const Key& key) {
  if (target.convert == nullptr) return encrypt_jwk_for(run, key);
  for (const std::string_view flag : {"--p2c", "--encrypt-to", "--encrypt-alg", "--enc"})
    if (run.args.has(flag)) return usage(flag, "the flag is for --to encrypted-jwk", "write --to encrypted-jwk");
  if (!run.args.has("--new-passphrase-file")) return target.convert(key);
  if (target.encrypt == nullptr)
    return usage("--new-passphrase-file", text("{} is never encrypted", target.name),
                 "write --to pem, pkcs8, der or encrypted-jwk");
  SIGNET_TRY(const Secret passphrase, run.read_passphrase("--new-passphrase-file"));
  return target.encrypt(key, passphrase);
}

Outcome<KeyInfo> changed_info(const Invocation& run, const Key& key) {
  KeyInfo info = key.info();
  if (run.args.has("--kid") && run.args.has("--kid-style"))
    return usage("--kid-style", "the kid is given already", "give either --kid or --kid-style");
  if (const auto kid = run.args.value("--kid")) info.kid = *kid;
  if (run.args.has("--kid-style")) {
    SIGNET_TRY(info.kid, styled_kid(run, key));
  }
  if (const auto use = run.args.value("--use")) info.use = *use;
  if (const auto alg = run.args.value("--alg")) info.alg = *alg;
  return info;
}

Outcome<Key> load(Invocation& run) {
  if (!run.args.has("--octets")) return load_argument_key(run);
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(Secret octets, run.read("FILE", path, kMaxKeyText));
  auto key = Key::from_octets(std::move(octets));
  if (!key) return in_file(std::move(key).error(), path);
  return std::move(*key);
}

Outcome<> run_key_convert(Invocation& run) {
  SIGNET_TRY(const Target target, find_target(run));
  SIGNET_TRY(Key key, load(run));
  SIGNET_TRY(KeyInfo info, changed_info(run, key));
  SIGNET_TRY(key, key.with_info(std::move(info)));
  SIGNET_TRY(const Result<Converted> converted, convert(run, target, key));
  if (!converted) {
    auto failure = in_file(converted.error(), run.args.positionals().front());
    if (failure.error().error.code == Errc::key_unsupported)
      failure.error().hint = text("{} keys do not have this form; jwk is a form of every key", name_of(key.type()));
    return failure;
  }
  const std::string_view member = converted->form == Product::Form::json     ? "key"
                                  : converted->form == Product::Form::binary ? "der"
                                                                             : "pem";
  return run.deliver({.content = converted->content.expose(),
                      .form = converted->form,
                      .member = member,
                      .is_private = converted->is_private});
}

}  // namespace

constinit const Command rows::key_convert = {
    .section = kKeys,
    .name = "key convert",
    .summary = "write a key in another form",
    .about =
        "Forms: jwk (private when the key is), public-jwk, pem (PKCS#8 or SPKI), pkcs8, pkcs1 (RSA), sec1 (EC), spki, "
        "der (PKCS#8 or SPKI), public-der, openssh (the public half, as in a .pub file), encrypted-jwk (the private "
        "JWK "
        "in a JWE). Only the JWK forms keep kid, use and alg. A file with an encrypted JWK is read like every other "
        "encrypted key, with --passphrase-file.",
    .positional = {.name = "FILE", .help = kKeyFileHelp},
    .groups = kGroups,
    .example =
        "signet key convert k.jwk --to pem --out k.pem\nsignet key convert k.pem --to jwk --alg RS256 --out k.jwk\n"
        "signet key convert secret.bin --octets --alg HS256 --to jwk --out hs.jwk\n"
        "signet key convert k.jwk --to pkcs8 --new-passphrase-file secret.txt --out k.pem\n"
        "signet key convert k.jwk --to encrypted-jwk --new-passphrase-file secret.txt --out k.jwe",
    .run = run_key_convert,
};

}  // namespace signet::cli
