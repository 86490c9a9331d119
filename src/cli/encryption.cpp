#include "cli/encryption.h"

#include <charconv>
#include <utility>
#include <vector>

#include "cli/keys.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kUsualEncryption = "A256GCM";

using Prepared = Result<std::shared_ptr<const EncryptionKey>>;

// Of a pair the public half is what is encrypted to.
Prepared prepare_for_owner(const Key& key, const KeyManagementAlgorithm& row) {
  if (!key.is_private() || key.is_symmetric()) return key.prepare_encryption(row);
  SIGNET_TRY(const Key half, key.public_key());
  return half.prepare_encryption(row);
}

const KeyManagementAlgorithm* row_for(const Key& key, const KeyManagementAlgorithm* named) {
  return named != nullptr ? named : find_key_management_algorithm(key_management_of(key));
}

// A set that an owner publishes may have keys for signatures beside the one for encryption. Which of several is meant
// is not guessed.
Outcome<std::shared_ptr<const EncryptionKey>> only_encrypter(const KeyFile& file, const KeyManagementAlgorithm* named,
                                                             std::string_view what, std::string_view alg_flag,
                                                             const std::string& path) {
  std::vector<std::shared_ptr<const EncryptionKey>> fitting;
  for (const KeySetEntry& entry : file.entries) {
    const KeyManagementAlgorithm* row = entry.key ? row_for(*entry.key, named) : nullptr;
    if (row == nullptr) continue;
    if (auto prepared = prepare_for_owner(*entry.key, *row)) fitting.push_back(std::move(*prepared));
  }
  if (fitting.size() == 1) return std::move(fitting.front());
  const std::string keys = text("{} is a JWK Set of {} keys", path, file.entries.size());
  if (fitting.size() > 1)
    return usage(what, text("{}, and {} of them could be meant", keys, fitting.size()),
                 "write the key that you mean to a file of its own");
  if (named != nullptr)
    return usage(what, text("{}, and none of them is for {}", keys, describe(*named).name),
                 "signet jwks show tells what they are for");
  return usage(what, text("{}, and none of them names a key management", keys),
               text("name it with {}, or write the key that you mean to a file of its own", alg_flag));
}

std::string algorithms_that_fit(const Key& key) {
  std::string names;
  for (const KeyManagementAlgorithm* row : key_management_algorithms())
    if (key.prepare_encryption(*row)) names += (names.empty() ? "" : ", ") + std::string(describe(*row).name);
  return names;
}

std::unexpected<Failure> undecided(std::string_view flag, const Key& key) {
  Failure failure(Error{Errc::alg_undecided, std::string(flag)});
  const std::string names = algorithms_that_fit(key);
  failure.hint = names.empty() ? "no key management fits the key: signet key show tells what it is for"
                               : text("the key does not name its algorithm; it fits {} {}", flag, names);
  return std::unexpected(std::move(failure));
}

Outcome<std::string> replicated_json(const Invocation& run, std::string_view payload) {
  SIGNET_TRY(const std::vector<std::string> names, run.args.list("--replicate"));
  SIGNET_TRY(const json::Document claims, json::Document::parse(payload));
  json::Writer out;
  out.begin_object();
  for (const std::string& name : names) {
    const auto claim = claims.root().find(name);
    if (!claim) return std::unexpected(Failure(fail_on_input(Errc::claim_missing, name).error()));
    out.key(name).raw(json::to_compact(*claim));
  }
  out.end_object();
  return out.take_string();
}

}  // namespace

std::string_view key_management_of(const Key& key) {
  const std::string& alg = key.info().alg;
  if (find_key_management_algorithm(alg) != nullptr) return alg;
  return find_content_encryption(alg) != nullptr ? "dir" : std::string_view();
}

Outcome<KeyManagementSet> declared_management(std::span<const KeySetEntry> entries, std::string_view flag) {
  KeyManagementSet declared;
  const Key* first = nullptr;
  for (const KeySetEntry& entry : entries) {
    if (!entry.key) continue;
    if (first == nullptr) first = &*entry.key;
    const KeyManagementAlgorithm* row = find_key_management_algorithm(key_management_of(*entry.key));
    if (row != nullptr) declared.add(*row);
  }
  if (!declared.empty()) return declared;
  if (first != nullptr) return undecided(flag, *first);
  return std::unexpected(Failure(Error{Errc::key_not_found, "kid"}));
}

KeyManagementSet for_passphrases(const KeyManagementSet& allowed) {
  KeyManagementSet found;
  for (const KeyManagementAlgorithm* row : allowed.rows())
    if (describe(*row).name.starts_with("PBES2-")) found.add(*row);
  return found;
}

Outcome<ContentEncryptionSet> accepted_encryptions(const Invocation& run) {
  SIGNET_TRY(ContentEncryptionSet accepted, named_rows<ContentEncryptionSet>(run, "--enc"));
  if (accepted.empty())
    for (const ContentEncryption* row : content_encryptions()) accepted.add(*row);
  return accepted;
}

Outcome<std::shared_ptr<const EncryptionKey>> load_encrypter(Invocation& run, std::string_view what,
                                                             const std::string& path,
                                                             const std::optional<std::string>& name) {
  const std::string_view alg_flag = what == "--to" ? "--alg" : "--encrypt-alg";
  const KeyManagementAlgorithm* named = name ? find_key_management_algorithm(*name) : nullptr;
  if (name && named == nullptr) return std::unexpected(Failure(fail_on_input(Errc::alg_unknown, *name).error()));
  SIGNET_TRY(const KeyFile file, load_key_file(run, what, path));
  if (file.entries.size() > 1) return only_encrypter(file, named, what, alg_flag, path);
  SIGNET_TRY(const Key key, only_key(file, what, path));
  const KeyManagementAlgorithm* row = row_for(key, named);
  if (row == nullptr) return undecided(alg_flag, key);
  auto prepared = prepare_for_owner(key, *row);
  if (!prepared) return in_file(std::move(prepared).error(), path);
  return std::move(*prepared);
}

Outcome<const ContentEncryption*> chosen_encryption(const Invocation& run, std::string_view named_by_key) {
  SIGNET_TRY(const std::vector<std::string> names, run.args.list("--enc"));
  if (names.size() > 1) return usage("--enc", "a content is encrypted once", "name one content encryption");
  const std::string_view usual = named_by_key.empty() ? kUsualEncryption : named_by_key;
  const std::string_view name = names.empty() ? usual : std::string_view(names.front());
  const ContentEncryption* row = find_content_encryption(name);
  if (row == nullptr) return std::unexpected(Failure(fail_on_input(Errc::alg_unknown, name).error()));
  return row;
}

Outcome<std::uint64_t> iterations_of(const Invocation& run) {
  const auto typed = run.args.value("--p2c");
  if (!typed) return jwe::kDefaultIterations;
  std::uint64_t iterations = 0;
  const char* end = typed->data() + typed->size();
  const auto [rest, error] = std::from_chars(typed->data(), end, iterations);
  const bool in_bounds = iterations >= jwe::kMinIterations && iterations <= jwe::kMaxIterations;
  if (error != std::errc() || rest != end || !in_bounds)
    return usage("--p2c", "the value is no number of iterations from 1000 to 1200000", "write --p2c 600000");
  return iterations;
}

Outcome<std::optional<Decryption>> load_decryption(Invocation& run) {
  const auto path = run.args.value("--decrypt-with");
  if (!path) {
    for (const std::string_view flag : {"--decrypt-alg", "--enc", "--shared-key-claims"})
      if (run.args.has(flag))
        return usage(flag, "the flag is for encrypted tokens", "give the key with --decrypt-with FILE");
    return std::nullopt;
  }
  SIGNET_TRY(const KeyFile file, load_key_file(run, "--decrypt-with", *path));
  jwe::Policy policy;
  SIGNET_TRY(policy.algorithms, named_rows<KeyManagementSet>(run, "--decrypt-alg"));
  if (policy.algorithms.empty()) {
    SIGNET_TRY(policy.algorithms, declared_management(file.entries, "--decrypt-alg"));
  }
  SIGNET_TRY(policy.encryptions, accepted_encryptions(run));
  SIGNET_TRY(JwkSet keys, decryption_set(file.entries));
  return Decryption{
      .policy = std::move(policy), .keys = std::move(keys), .shared_key_claims = run.args.has("--shared-key-claims")};
}

Outcome<std::string> add_outer_layer(Invocation& run, std::string_view payload, std::string token) {
  const auto path = run.args.value("--encrypt-to");
  if (!path) {
    for (const Flag& flag : kEncryptionFlags)
      if (run.args.has(flag.name))
        return usage(flag.name, "the flag is for encrypted tokens", "give the recipient's key with --encrypt-to FILE");
    return token;
  }
  SIGNET_TRY(const auto key, load_encrypter(run, "--encrypt-to", *path, run.args.value("--encrypt-alg")));
  SIGNET_TRY(const ContentEncryption* enc, chosen_encryption(run, key->content_encryption()));
  SIGNET_TRY(const std::string extra, replicated_json(run, payload));
  SIGNET_TRY(std::string outer,
             jwe::encrypt_compact(as_bytes(token), {.key = key.get()}, *enc, {.cty = "JWT", .extra_json = extra}));
  return outer;
}

}  // namespace signet::cli
