// signet jwe decrypt
#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "cli/batch.h"
#include "cli/detached.h"
#include "cli/encryption.h"
#include "cli/jwe_batch.h"
#include "cli/jwe_refusal.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/token_input.h"
#include "signet/base64url.h"
#include "signet/jwe.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kKeyFlags[] = {
    {"--key", "FILE", "a private or shared key of your own, in any form, or a JWK Set", true},
    {"--keys", "FILE", "a JWK Set of your own, instead of --key"},
    {"--passphrase-file", "FILE",
     "without a key the JWE is opened with the first line of FILE (PBES2); with it, it opens an encrypted key"},
};
constexpr Flag kPolicyFlags[] = {
    {"--alg", "NAME[,NAME]", "the key management that is accepted, when the keys do not name it", true},
    {"--enc", "NAME[,NAME]", "the content encryption that is accepted, instead of every one", true},
    {"--legacy", "", "accept RSA1_5 if --alg names it"},
    {"--no-zip", "", "refuse what was compressed"},
    {"--max-inflated", "SIZE", "the largest plaintext that was compressed: bytes, or with K or M; 256K unless given"},
};
constexpr Flag kFormFlags[] = {
    {"--format", "NAME", "compact (the default), flattened or general"},
};
constexpr FlagGroup kGroups[] = {
    {"Keys", kKeyFlags},      {"What the JWE must be", kPolicyFlags},
    {"Form", kFormFlags},     {"Input", kTokenFlags},
    {"Output", kOutputFlags}, {"Batch", kBatchFlags},
};

constexpr std::string_view kPassphraseAlgorithms[] = {"PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"};

struct Own {
  JwkSet keys;
  KeyManagementSet algorithms;
};

Outcome<Own> from_passphrase(Invocation& run) {
  SIGNET_TRY(const Secret* passphrase, run.passphrase());
  SIGNET_TRY(const Key key, Key::from_octets(Secret::copy_of(passphrase->expose())));
  SIGNET_TRY(KeyManagementSet algorithms, KeyManagementSet::of(kPassphraseAlgorithms));
  if (run.args.has("--alg")) {
    SIGNET_TRY(const KeyManagementSet named, named_rows<KeyManagementSet>(run, "--alg"));
    algorithms = for_passphrases(named);
    if (algorithms.rows().size() != named.rows().size())
      return usage("--alg", "a passphrase is for PBES2 algorithms alone", "leave --alg out, or give a key with --key");
  }
  return Own{JwkSet::of(std::array{key}), std::move(algorithms)};
}

/// What --keys or all --key hold.
Outcome<KeyFile> load_own_keys(Invocation& run) {
  if (const auto path = run.args.value("--keys")) {
    if (run.args.has("--key"))
      return usage("--keys", "--key says already where the keys are", "give one of --key and --keys");
    SIGNET_TRY(KeyFile file, load_key_file(run, "--keys", *path));
    if (!file.is_set) return in_file(Error{Errc::malformed_key_set, "keys"}, *path);
    return file;
  }
  KeyFile all;
  for (const std::string& path : run.args.values("--key")) {
    SIGNET_TRY(KeyFile file, load_key_file(run, "--key", path));
    std::ranges::move(file.entries, std::back_inserter(all.entries));
  }
  return all;
}

Outcome<Own> load_own(Invocation& run) {
  if (!run.args.has("--key") && !run.args.has("--keys")) {
    if (run.args.has("--passphrase-file")) return from_passphrase(run);
    return usage("--key", "nothing says what to decrypt with",
                 "give your private key with --key FILE, or a passphrase with --passphrase-file FILE");
  }
  SIGNET_TRY(const KeyFile all, load_own_keys(run));
  SIGNET_TRY(JwkSet keys, decryption_set(all.entries));
  SIGNET_TRY(KeyManagementSet algorithms, run.args.has("--alg") ? named_rows<KeyManagementSet>(run, "--alg")
                                                                : declared_management(all.entries, "--alg"));
  return Own{std::move(keys), std::move(algorithms)};
}

Outcome<jwe::Policy> read_policy(const Invocation& run, const Own& own) {
  jwe::Policy policy{.algorithms = own.algorithms,
                     .encryptions = {},
                     .legacy = run.args.has("--legacy"),
                     .compression = !run.args.has("--no-zip")};
  SIGNET_TRY(policy.encryptions, accepted_encryptions(run));
  SIGNET_TRY(policy.max_size, run.max_size(jwe::kMaxSize, jwe::kMaxSize));
  SIGNET_TRY(policy.max_inflated, run.size("--max-inflated", jwe::kMaxInflated, jwe::kMaxSize));
  return policy;
}

Result<jwe::Decrypted> decrypt(Serialization form, std::string_view token, const JwkSet& keys,
                               const jwe::Policy& policy) {
  if (form == Serialization::compact) return jwe::decrypt_compact(token, keys, policy);
  if (form == Serialization::flattened) return jwe::decrypt_flattened(token, keys, policy);
  return jwe::decrypt_general(token, keys, policy);
}

Secret decrypted_json(const jwe::Decrypted& opened, Serialization form) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("payload", base64url::encode(opened.plaintext()));
  out.key("header").raw(json::to_compact(opened.header()));
  if (const auto header = opened.shared_header()) out.key("unprotected").raw(json::to_compact(*header));
  if (const auto header = opened.recipient_header()) out.key("recipient_header").raw(json::to_compact(*header));
  if (const auto aad = opened.aad()) out.member("aad", base64url::encode(*aad));
  out.member("alg", opened.algorithm()).member("enc", opened.encryption()).key("kid");
  if (opened.key_id().empty()) {
    out.null();
  } else {
    out.string(opened.key_id());
  }
  if (form == Serialization::general) out.key("recipient").integer(static_cast<std::int64_t>(opened.recipient()));
  out.end_object();
  return out.take_secret();
}

/// Whether a header says that a key is inside (RFC 7517 section 7).
bool names_key(const json::Value& header) {
  const auto cty = header.find("cty");
  std::string type(cty ? cty->string().value_or("") : "");
  type.resize(std::min(type.find(';'), type.size()));
  while (type.ends_with(' ')) type.pop_back();
  //= rfc7515#4.1.10 media types are compared without regard to case
  std::ranges::transform(type, type.begin(),
                         [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return type.ends_with("jwk+json") || type.ends_with("jwk-set+json");
}

/// Any of the headers may say it: nothing is risked by believing one that is not protected.
bool holds_key(const jwe::Decrypted& opened) {
  const auto shared = opened.shared_header(), of_recipient = opened.recipient_header();
  return names_key(opened.header()) || (shared && names_key(*shared)) || (of_recipient && names_key(*of_recipient));
}

Outcome<> run_jwe_decrypt(Invocation& run) {
  if (run.args.has("--batch")) return run_batch(run, [] { return std::make_unique<JweDecryptWorker>(); });
  SIGNET_TRY(const Serialization form, format_of(run));
  SIGNET_TRY(const Own own, load_own(run));
  SIGNET_TRY(const jwe::Policy policy, read_policy(run, own));
  SIGNET_TRY(const std::string token, run.read_token(policy.max_size));
  const Result<jwe::Decrypted> opened = decrypt(form, token, own.keys, policy);
  if (!opened) return std::unexpected(explain_decryption(run, opened.error()));
  const Secret document = run.json() ? decrypted_json(*opened, form) : Secret();
  return run.deliver({.content = opened->plaintext(),
                      .form = Product::Form::bytes,
                      .member = "payload",
                      .is_private = holds_key(*opened),
                      .document = as_text(document.expose())});
}

}  // namespace

constinit const Command rows::jwe_decrypt = {
    .section = kEncryption,
    .name = "jwe decrypt",
    .summary = "decrypt a JWE and print what is inside",
    .about =
        "Decrypts a JWE and writes its plaintext, byte for byte, to standard output; on a terminal it is escaped. "
        "Nothing is written before the tag has held. The form is compact, or what --format names; it is never "
        "guessed.\n"
        "Whatever fails on the way to the plaintext is decryption_failed: which part it was is not told. That it "
        "opens says who could write it only when the key is a shared one; for tokens use signet verify "
        "--decrypt-with.\n"
        "A line of a batch is {\"id\",\"token\",\"key\",\"algs\",\"encs\"}: key is a private or shared JWK or a JWK "
        "Set, algs and encs are arrays of names; \"passphrase\" stands for key where PBES2 is used. A token that is "
        "an object is a flattened JWE, or a general one when it has recipients. The answer is "
        "{\"id\",\"ok\":true,\"payload\"} with the payload as base64url, or "
        "{\"id\",\"ok\":false,\"code\",\"subject\"}.",
    .positional = {.name = "TOKEN", .help = "a file, - for standard input, or the JWE itself", .required = false},
    .groups = kGroups,
    .example =
        "signet jwe decrypt --key k.jwk --alg ECDH-ES+A256KW --enc A256GCM e.jwe > file.bin\n"
        "signet jwe decrypt --key b.jwk --format general both.json > file.bin\n"
        "signet jwe decrypt --passphrase-file secret.txt notes.jwe\n"
        "signet jwe decrypt --batch < cases.jsonl > answers.jsonl",
    .run = run_jwe_decrypt,
};

}  // namespace signet::cli
