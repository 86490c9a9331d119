#include "cli/keys.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "cli/network.h"
#include "cli/text.h"
#include "signet/encrypted_key.h"
#include "try.h"

namespace signet::cli {
namespace {

Result<KeyFile> one_key(Result<Key> key) {
  if (!key) return std::unexpected(std::move(key).error());
  KeyFile file;
  file.entries.push_back({key->info().kid, std::move(*key), std::nullopt});
  return file;
}

// What --alg could be, for the hint that asks for it.
std::string suggest_algorithm(const JwkSet& keys) {
  for (const KeySetEntry& entry : keys.entries()) {
    if (!entry.key) continue;
    std::string names;
    for (const SignatureAlgorithm* row : signature_algorithms())
      if (entry.key->check_fit(*row)) names += (names.empty() ? "" : ", ") + std::string(describe(*row).name);
    if (entry.key->is_symmetric() && !names.empty())
      return text("a symmetric key verifies only when its algorithm is named; this one fits --alg {}", names);
    if (!names.empty()) return text("name the algorithm that the issuer uses; the first key fits --alg {}", names);
  }
  return {};
}

// What to do about a file that another program can make readable.
struct KeyHint {
  Errc code;
  std::string_view subject;
  std::string_view hint;
};
constexpr std::string_view kEncryptAgain =
    "encrypt a copy in another way: openssl pkcs8 -topk8 -v2 aes256 -iter 600000 -in KEY -out copy.pem";
constexpr KeyHint kKeyHints[] = {
    {Errc::key_unsupported, "bcrypt",
     "convert a copy: cp KEY copy && ssh-keygen -p -m PKCS8 -f copy; of an Ed25519 key only ssh-keygen -p -N '' -f "
     "copy "
     "makes one that is read, and it is not encrypted"},
    {Errc::key_unsupported, "pkcs12", "take the key out: openssl pkcs12 -nocerts -in FILE -out key.pem"},
    {Errc::key_unsupported, "pbes1", kEncryptAgain},
    {Errc::key_unsupported, "encryption", kEncryptAgain},
    {Errc::key_unsupported, "kdf", kEncryptAgain},
    {Errc::key_unsupported, "prf", kEncryptAgain},
    {Errc::key_unsupported, "cipher", kEncryptAgain},
    {Errc::limit_exceeded, "iterations", kEncryptAgain},
    {Errc::limit_exceeded, "scrypt", kEncryptAgain},
    {Errc::limit_exceeded, "salt", kEncryptAgain},
};

std::unexpected<Failure> in_key_file(Error error, std::string_view path) {
  auto failure = in_file(std::move(error), path);
  for (const KeyHint& row : kKeyHints)
    if (row.code == failure.error().error.code && row.subject == failure.error().error.subject)
      failure.error().hint = row.hint;
  return failure;
}

/// The one flag that says where keys are.
Outcome<std::string_view> key_flag(const Arguments& args) {
  std::vector<std::string_view> given;
  for (const Flag& flag : kVerificationKeyFlags)
    if (args.has(flag.name)) given.push_back(flag.name);
  if (args.has("--discover")) given.emplace_back("--discover");
  if (given.empty())
    return usage("--jwks", "nothing says which keys are trusted",
                 "give the issuer's JWK Set with --jwks FILE or --jwks URL, or one key with --key FILE");
  if (given.size() > 1)
    return usage(given[1], text("{} says already where the keys are", given[0]),
                 "give one of --jwks, --key, --keys and --discover");
  return given.front();
}

struct KidStyle {
  std::string_view name;
  Result<std::string> (*kid)(const Key& key);
};
constexpr KidStyle kKidStyles[] = {
    {"thumbprint", [](const Key& key) -> Result<std::string> { return key.thumbprint(); }},
    {"uri", [](const Key& key) -> Result<std::string> { return key.thumbprint_uri(); }},
    {"spki", [](const Key& key) { return key.spki_thumbprint(); }},
};

}  // namespace

Outcome<std::string> styled_kid(const Invocation& run, const Key& key) {
  const std::string name = run.args.value("--kid-style").value_or("thumbprint");
  const auto style = std::ranges::find(kKidStyles, name, &KidStyle::name);
  if (style == std::end(kKidStyles))
    return usage("--kid-style", "there is no such style", "write --kid-style thumbprint, uri or spki");
  // It would publish a hash of the secret.
  if (key.is_symmetric())
    return usage("--kid-style", "a symmetric key has no public half to be named after", "give it a name with --kid");
  SIGNET_TRY(std::string kid, style->kid(key));
  return kid;
}

Result<KeyFile> parse_keys(ByteView content, const Secret* passphrase) {
  const std::string_view text_of_keys = as_text(content);
  const std::size_t start = text_of_keys.find_first_not_of(" \t\r\n");
  if (is_encrypted_jwk(text_of_keys)) {
    SIGNET_TRY(const Secret opened, open_encrypted_jwk(text_of_keys, passphrase));
    SIGNET_TRY(const json::Document document, json::Document::parse(as_text(opened.expose())));
    return parse_keys(document.root());
  }
  if (start == std::string_view::npos || text_of_keys[start] != '{')
    return one_key(Key::from_content(content, passphrase));
  SIGNET_TRY(const json::Document document, json::Document::parse(text_of_keys));
  return parse_keys(document.root());
}

Result<KeyFile> parse_keys(const json::Value& root) {
  if (!root.find("keys") || root.find("kty")) return one_key(Key::from_jwk(root));
  SIGNET_TRY(const JwkSet set, JwkSet::parse_private(root));
  KeyFile file;
  file.is_set = true;
  file.entries.assign(set.entries().begin(), set.entries().end());
  return file;
}

Outcome<KeyFile> load_key_file(Invocation& run, std::string_view what, const std::string& path) {
  SIGNET_TRY(const Secret content, run.read_key_text(what, path));
  SIGNET_TRY(const Secret* passphrase, run.passphrase());
  Result<KeyFile> file = parse_keys(content.expose(), passphrase);
  if (!file) return in_key_file(std::move(file).error(), path);
  return std::move(*file);
}

Outcome<Key> load_key(Invocation& run, std::string_view what, const std::string& path) {
  SIGNET_TRY(const KeyFile file, load_key_file(run, what, path));
  return only_key(file, what, path);
}

Outcome<Key> only_key(const KeyFile& file, std::string_view what, const std::string& path) {
  if (file.entries.size() != 1)
    return usage(what, text("{} is a JWK Set of {} keys, and one key is wanted", path, file.entries.size()),
                 "write the key that you mean to a file of its own");
  const KeySetEntry& entry = file.entries.front();
  if (!entry.key) return in_file(entry.problem.value_or(Error{Errc::malformed_key, ""}), path);
  return *entry.key;
}

Outcome<Key> load_argument_key(Invocation& run) {
  SIGNET_TRY(const std::string path, run.args.positional());
  return load_key(run, run.args.command().positional.name, path);
}

Result<JwkSet> verification_set(std::span<const KeySetEntry> entries) {
  std::vector<Key> keys;
  const Error* problem = nullptr;
  for (const KeySetEntry& entry : entries) {
    if (!entry.key) {
      if (problem == nullptr && entry.problem) problem = &*entry.problem;
      continue;
    }
    if (entry.key->is_symmetric() || !entry.key->is_private()) {
      keys.push_back(*entry.key);
      continue;
    }
    SIGNET_TRY(Key half, entry.key->public_key());
    keys.push_back(std::move(half));
  }
  if (keys.empty() && problem != nullptr) return std::unexpected(*problem);
  return JwkSet::of(keys);
}

Result<JwkSet> decryption_set(std::span<const KeySetEntry> entries) {
  std::vector<Key> keys;
  const Error* problem = nullptr;
  for (const KeySetEntry& entry : entries) {
    if (entry.key) {
      keys.push_back(*entry.key);
    } else if (problem == nullptr && entry.problem) {
      problem = &*entry.problem;
    }
  }
  if (keys.empty() && problem != nullptr) return std::unexpected(*problem);
  return JwkSet::of(keys);
}

Outcome<TrustedKeys> load_verification_keys(Invocation& run) {
  SIGNET_TRY(const std::string_view flag, key_flag(run.args));
  const std::string path = run.args.value(flag).value_or("");
  if (flag == "--discover" || (flag == "--jwks" && is_url(path))) return fetch_trusted_keys(run);
  for (const Flag& network : kNetworkFlags)
    if (run.args.has(network.name) && !run.args.has("--revocations"))
      return usage(network.name, "nothing is fetched", "leave it out, or give --jwks URL or --discover");
  SIGNET_TRY(const Secret content, run.read_key_text(flag, path));
  SIGNET_TRY(const Secret* passphrase, run.passphrase());
  Result<JwkSet> set = [&]() -> Result<JwkSet> {
    if (flag == "--jwks") return JwkSet::parse(as_text(content.expose()));
    SIGNET_TRY(const KeyFile file, parse_keys(content.expose(), passphrase));
    if (flag == "--keys" && !file.is_set) return fail(Errc::malformed_key_set, "keys");
    return verification_set(file.entries);
  }();
  if (!set) return in_key_file(std::move(set).error(), path);
  return TrustedKeys{.set = std::move(*set), .remote = nullptr};
}

Outcome<const jwt::DatedPolicy*> find_policy(const Arguments& args) {
  const auto name = args.value("--policy");
  if (!name) return nullptr;
  const jwt::DatedPolicy* found = jwt::find_dated_policy(*name);
  if (found == nullptr) return usage("--policy", "there is no policy of this name", "signet policy list has the names");
  return found;
}

Outcome<AlgorithmSet> allowed_algorithms(const Invocation& run, const JwkSet& keys) {
  SIGNET_TRY(const std::vector<std::string> names, run.args.list("--alg"));
  if (!names.empty()) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    SIGNET_TRY(AlgorithmSet allowed, AlgorithmSet::of(views));
    return allowed;
  }
  SIGNET_TRY(const jwt::DatedPolicy* dated, find_policy(run.args));
  if (dated != nullptr) {
    SIGNET_TRY(AlgorithmSet allowed, AlgorithmSet::of(dated->algorithms));
    return allowed;
  }
  AlgorithmSet declared = keys.declared_algorithms();
  if (!declared.empty()) return declared;
  Failure failure(Error{Errc::alg_undecided, "--alg"});
  failure.hint = suggest_algorithm(keys);
  return std::unexpected(std::move(failure));
}

Outcome<std::shared_ptr<const Signer>> make_signer(const Key& key, const std::string& path,
                                                   const std::optional<std::string>& name) {
  if (!key.is_private()) {
    Failure failure(Error{Errc::private_key, "d"});
    failure.sentence = text("{}: this is a public key, and only a private one signs", path);
    return std::unexpected(std::move(failure));
  }
  if (!name && key.info().alg.empty()) {
    Failure failure(Error{Errc::alg_undecided, "--alg"});
    failure.hint = suggest_algorithm(JwkSet::of(std::array{key}));
    return std::unexpected(std::move(failure));
  }
  if (!name) {
    auto signer = key.signer();
    if (!signer) return in_file(std::move(signer).error(), path);
    return std::move(*signer);
  }
  const SignatureAlgorithm* row = find_signature_algorithm(*name);
  if (row == nullptr) return std::unexpected(Failure(fail_on_input(Errc::alg_unknown, *name).error()));
  auto signer = key.signer(*row);
  if (!signer) return in_file(std::move(signer).error(), path);
  return std::move(*signer);
}

Outcome<std::vector<std::shared_ptr<const Signer>>> load_signers(Invocation& run) {
  const std::vector<std::string> paths = run.args.values("--key");
  if (paths.empty()) return usage("--key", "nothing says which key signs", "give a private key with --key FILE");
  const std::optional<std::string> name = run.args.value("--alg");
  if (name && paths.size() > 1)
    return usage("--alg", "several keys sign, and each names its own algorithm",
                 "leave --alg out; signet key convert --to jwk --alg NAME sets the algorithm of a key");
  std::vector<std::shared_ptr<const Signer>> signers;
  signers.reserve(paths.size());
  for (const std::string& path : paths) {
    SIGNET_TRY(const Key key, load_key(run, "--key", path));
    SIGNET_TRY(auto signer, make_signer(key, path, name));
    signers.push_back(std::move(signer));
  }
  return signers;
}

std::string kind_of(const Key& key) {
  if (!key.crv().empty()) return text("{} {}", name_of(key.type()), key.crv());
  return text("{} {}", name_of(key.type()), key.bits());
}

void write_facts(json::Writer& out, const Key& key) {
  const auto member = [&](std::string_view name, std::string_view value) {
    out.key(name);
    if (value.empty()) {
      out.null();
    } else {
      out.string(value);
    }
  };
  member("kty", name_of(key.type()));
  member("crv", key.crv());
  out.key("bits").integer(key.bits());
  member("alg", key.info().alg);
  member("use", key.info().use);
  out.key("private").boolean(key.is_private());
  member("thumbprint", key.thumbprint());
}

}  // namespace signet::cli
