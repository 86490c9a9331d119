#include "cli/jwe_batch.h"

#include <array>
#include <utility>

#include "cli/encryption.h"
#include "cli/keys.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::cli {
namespace {

template <class Set>
Result<Set> names_of(const json::Value& line, std::string_view member) {
  SIGNET_TRY(const json::Value value, member_of(line, member));
  if (!value.is_array()) return fail(Errc::malformed_case, member);
  if (value.size() == 0) return fail(Errc::alg_undecided, member);
  std::vector<std::string_view> names;
  names.reserve(value.size());
  for (const json::Value element : value.elements()) {
    const auto name = element.string();
    if (!name) return fail(Errc::malformed_case, member);
    names.push_back(*name);
  }
  return Set::of(names);
}

Result<JwkSet> read_keys(const json::Value& key) {
  if (!key.is_object()) return fail(Errc::malformed_case, "key");
  SIGNET_TRY(const KeyFile file, parse_keys(key));
  return decryption_set(file.entries);
}

Result<JwkSet> passphrase_set(std::string_view passphrase) {
  SIGNET_TRY(const Key key, Key::from_octets(Secret::copy_of(as_bytes(passphrase))));
  return JwkSet::of(std::array{key});
}

}  // namespace

Result<jwe::Decrypted> decrypt_value(const json::Value& token, const JwkSet& keys, const jwe::Policy& policy) {
  if (const auto compact = token.string()) return jwe::decrypt_compact(*compact, keys, policy);
  if (!token.is_object()) return fail(Errc::malformed_case, "token");
  return token.find("recipients") ? jwe::decrypt_general(token.source(), keys, policy)
                                  : jwe::decrypt_flattened(token.source(), keys, policy);
}

Result<> JweDecryptWorker::check(const json::Value& line, std::string& members) {
  SIGNET_TRY(const json::Value token, member_of(line, "token"));
  jwe::Policy policy;
  SIGNET_TRY(policy.algorithms, names_of<KeyManagementSet>(line, "algs"));
  SIGNET_TRY(policy.encryptions, names_of<ContentEncryptionSet>(line, "encs"));
  const auto passphrase = line.find("passphrase");
  if (passphrase && !passphrase->is_string()) return fail(Errc::malformed_case, "passphrase");
  const auto key = line.find("key");
  if (key.has_value() == passphrase.has_value()) return fail(Errc::malformed_case, "key");
  if (passphrase) {
    policy.algorithms = for_passphrases(policy.algorithms);
    if (policy.algorithms.empty()) return fail(Errc::alg_not_allowed, "alg");
  }
  const auto& keys = keys_.get(key ? key->source() : passphrase->source(), [&]() -> Result<JwkSet> {
    return key ? read_keys(*key) : passphrase_set(*passphrase->string());
  });
  if (!keys) return std::unexpected(keys.error());
  SIGNET_TRY(const jwe::Decrypted opened, decrypt_value(token, *keys, policy));
  members += ",\"payload\":\"";
  base64url::append(members, opened.plaintext());
  members += '"';
  return {};
}

}  // namespace signet::cli
