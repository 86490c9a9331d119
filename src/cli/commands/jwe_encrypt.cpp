// signet jwe encrypt
#include <array>
#include <vector>

#include "cli/detached.h"
#include "cli/encryption.h"
#include "cli/jwe_refusal.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "signet/jwe.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--to", "FILE", "the recipient's key, public or shared, in any form; repeats for a general JWE", true},
    {"--alg", "NAME", "the key management, when the key does not name one"},
    {"--enc", "NAME", "the content encryption, instead of A256GCM"},
    {"--payload", "FILE", "the bytes to encrypt, - for standard input"},
    {"--format", "NAME", "compact (the default), flattened or general"},
    {"--zip", "", "compress first; not for what an attacker can write parts of"},
    {"--legacy", "", "allow RSA1_5, for peers that have nothing better"},
};
constexpr Flag kHeaderFlags[] = {
    {"--typ", "TYPE", "the type of the whole in the header; none otherwise"},
    {"--cty", "TYPE", "the type of the payload in the header"},
    {"--no-kid", "", "leave the keys' kid out of the headers"},
    {"--apu", "TEXT", "ECDH-ES: who sends"},
    {"--apv", "TEXT", "ECDH-ES: who receives"},
    {"--p2c", "NUMBER", "PBES2: iterations, 600000 unless given, 1000 to 1200000"},
    {"--header", "JSON", "further members of the protected header: an object"},
    {"--unprotected", "JSON", "the shared unprotected header of a JWE in JSON: an object that nothing proves"},
    {"--aad", "FILE", "additional data of a JWE in JSON: authenticated, and readable by everyone"},
};
constexpr Flag kPassphrase[] = {
    {"--passphrase-file", "FILE",
     "without --to the payload is encrypted with the first line of FILE (PBES2); with it, it opens an encrypted key"},
};
constexpr FlagGroup kGroups[] = {
    {"Encryption", kFlags}, {"Headers", kHeaderFlags}, {"Passphrases", kPassphrase}, {"Output", kOutputFlags}};

constexpr std::string_view kPassphraseAlgorithm = "PBES2-HS512+A256KW";

using Keys = std::vector<std::shared_ptr<const EncryptionKey>>;

Outcome<std::shared_ptr<const EncryptionKey>> passphrase_encrypter(Invocation& run) {
  SIGNET_TRY(const Secret* passphrase, run.passphrase());
  SIGNET_TRY(const Key key, Key::from_octets(Secret::copy_of(passphrase->expose())));
  const std::string name = run.args.value("--alg").value_or(std::string(kPassphraseAlgorithm));
  const KeyManagementAlgorithm* row = find_key_management_algorithm(name);
  if (row == nullptr) return std::unexpected(Failure(fail_on_input(Errc::alg_unknown, name).error()));
  if (!name.starts_with("PBES2-"))
    return usage("--alg", "a passphrase is for PBES2 algorithms alone", "write --alg PBES2-HS512+A256KW, or give --to");
  SIGNET_TRY(auto prepared, key.prepare_encryption(*row));
  return prepared;
}

Outcome<Keys> load_recipients(Invocation& run) {
  const std::vector<std::string> paths = run.args.values("--to");
  Keys keys;
  if (paths.empty()) {
    if (!run.args.has("--passphrase-file"))
      return usage("--to", "nothing says whom to encrypt to",
                   "give the recipient's key with --to FILE, or a passphrase with --passphrase-file FILE");
    SIGNET_TRY(auto key, passphrase_encrypter(run));
    keys.push_back(std::move(key));
    return keys;
  }
  if (paths.size() > 1 && run.args.has("--alg"))
    return usage("--alg", "each of several keys names its own algorithm", "set it with signet key convert --alg NAME");
  keys.reserve(paths.size());
  for (const std::string& path : paths) {
    SIGNET_TRY(auto key, load_encrypter(run, "--to", path, run.args.value("--alg")));
    keys.push_back(std::move(key));
  }
  return keys;
}

Outcome<Serialization> form_to_make(const Invocation& run, std::size_t recipients) {
  SIGNET_TRY(const Serialization form, format_of(run));
  if (recipients > 1 && form != Serialization::general)
    return usage("--to", "only a general JWE has several recipients", "write --format general");
  for (const std::string_view flag : {"--aad", "--unprotected"})
    if (form == Serialization::compact && run.args.has(flag))
      return usage(flag, "a compact JWE has no place for it", "write --format flattened or general");
  return form;
}

Outcome<> check_named_for(const Invocation& run, const Keys& keys, std::string_view flag, std::string_view parameter) {
  if (!run.args.has(flag)) return {};
  for (const auto& key : keys)
    for (const std::string_view name : describe(key->algorithm()).parameters)
      if (name == parameter) return {};
  return usage(flag, "no recipient's algorithm has such a parameter", "leave it out, or choose another --alg");
}

Outcome<std::string> encrypt(Serialization form, ByteView plaintext, std::span<const jwe::Recipient> recipients,
                             const ContentEncryption& enc, const jwe::Options& options) {
  auto token = form == Serialization::compact     ? jwe::encrypt_compact(plaintext, recipients.front(), enc, options)
               : form == Serialization::flattened ? jwe::encrypt_flattened(plaintext, recipients.front(), enc, options)
                                                  : jwe::encrypt_general(plaintext, recipients, enc, options);
  if (!token) return std::unexpected(explain_encryption(std::move(token).error()));
  return std::move(*token);
}

Outcome<> run_jwe_encrypt(Invocation& run) {
  SIGNET_TRY(const Keys keys, load_recipients(run));
  SIGNET_TRY(const Serialization form, form_to_make(run, keys.size()));
  SIGNET_CHECK(check_named_for(run, keys, "--apu", "epk"));
  SIGNET_CHECK(check_named_for(run, keys, "--apv", "epk"));
  SIGNET_CHECK(check_named_for(run, keys, "--p2c", "p2c"));
  SIGNET_TRY(const ContentEncryption* enc, chosen_encryption(run, keys.front()->content_encryption()));
  SIGNET_TRY(const std::uint64_t iterations, iterations_of(run));
  const auto path = run.args.value("--payload");
  if (!path) return usage("--payload", "nothing says what to encrypt", "name a file with --payload FILE");
  const auto text_of = [&run](std::string_view flag) { return run.args.value(flag).value_or(""); };
  const std::string apu = text_of("--apu"), apv = text_of("--apv");
  std::vector<jwe::Recipient> recipients;
  recipients.reserve(keys.size());
  for (const auto& key : keys)
    recipients.push_back({.key = key.get(),
                          .with_kid = !run.args.has("--no-kid"),
                          .apu = as_bytes(apu),
                          .apv = as_bytes(apv),
                          .iterations = iterations});
  const std::string typ = text_of("--typ"), cty = text_of("--cty"), header = text_of("--header");
  const std::string unprotected = text_of("--unprotected");
  jwe::Options options{.typ = typ,
                       .cty = cty,
                       .compress = run.args.has("--zip"),
                       .extra_json = header,
                       .legacy = run.args.has("--legacy"),
                       .unprotected_json = unprotected};
  Secret aad;
  if (const auto file = run.args.value("--aad")) {
    SIGNET_TRY(aad, run.read("--aad", *file, jwe::kMaxHeader));
    options.aad = aad.expose();
  }
  SIGNET_TRY(const Secret plaintext, run.read("--payload", *path, jwe::kMaxSize));
  SIGNET_TRY(const std::string token, encrypt(form, plaintext.expose(), recipients, *enc, options));
  return run.deliver({.content = as_bytes(token), .form = Product::Form::text, .member = "jwe"});
}

}  // namespace

constinit const Command rows::jwe_encrypt = {
    .section = kEncryption,
    .name = "jwe encrypt",
    .summary = "encrypt any bytes",
    .about =
        "Encrypts a file as a compact, flattened or general JWE (RFC 7516) to the owner of a key, or with a "
        "passphrase. For claims use signet sign --encrypt-to: encryption to a public key says nothing about who "
        "wrote what is inside.\n"
        "The key management is the one that the key names, or --alg; the content encryption A256GCM, or the one that "
        "the key is for. A general JWE has a recipient for each --to; of a JWK Set it is the key that fits, if there "
        "is one alone.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet jwe encrypt --to k.pub.jwk --alg ECDH-ES+A256KW --enc A256GCM --payload file.bin > e.jwe\n"
        "signet jwe encrypt --to a.pub.jwk --to b.pub.jwk --format general --payload file.bin > both.json\n"
        "signet jwe encrypt --passphrase-file secret.txt --payload notes.txt > notes.jwe",
    .run = run_jwe_encrypt,
};

}  // namespace signet::cli
