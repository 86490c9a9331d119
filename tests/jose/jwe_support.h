// Keys, policies and tokens for the tests of JWE.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "jose_support.h"
#include "signet/encryption_key.h"
#include "signet/jwe.h"

namespace signet::test {

inline const KeyManagementAlgorithm& key_row(std::string_view name) {
  const KeyManagementAlgorithm* found = find_key_management_algorithm(name);
  if (found == nullptr) throw std::invalid_argument(std::string(name));
  return *found;
}
inline const ContentEncryption& enc_row(std::string_view name) {
  const ContentEncryption* found = find_content_encryption(name);
  if (found == nullptr) throw std::invalid_argument(std::string(name));
  return *found;
}

/// A policy that allows exactly these.
inline jwe::Policy allow(std::initializer_list<std::string_view> algs, std::initializer_list<std::string_view> encs) {
  return {.algorithms = KeyManagementSet::of(std::span(algs.begin(), algs.size())).value(),
          .encryptions = ContentEncryptionSet::of(std::span(encs.begin(), encs.size())).value()};
}
/// Everything that there is, old rows as well.
inline jwe::Policy allow_all() {
  jwe::Policy policy{.algorithms = {}, .encryptions = {}, .legacy = true};
  for (const auto* found : key_management_algorithms()) policy.algorithms.add(*found);
  for (const auto* found : content_encryptions()) policy.encryptions.add(*found);
  return policy;
}

/// The algorithms that this libcrypto has.
inline std::vector<std::string_view> all_key_rows() {
  std::vector<std::string_view> names;
  for (const auto* found : key_management_algorithms())
    if (describe(*found).available) names.push_back(describe(*found).name);
  return names;
}
inline std::vector<std::string_view> all_enc_rows() {
  std::vector<std::string_view> names;
  for (const auto* found : content_encryptions())
    if (describe(*found).available) names.push_back(describe(*found).name);
  return names;
}

/// A private or shared key for the algorithm, made once for the program. The RSA rows share one.
inline const Key& encryption_key_for(std::string_view alg, std::string_view enc = "A128GCM",
                                     std::string_view crv = "") {
  static std::map<std::string, Key, std::less<>> keys;
  const bool direct = alg == "dir";
  const bool rsa = alg.starts_with("RSA") && alg != "RSA-OAEP";
  const std::string name = joined({alg, "/", direct ? enc : std::string_view(), "/", crv});
  if (const auto found = keys.find(name); found != keys.end()) return found->second;
  const auto make = [&] {
    if (rsa) return encryption_key_for("RSA-OAEP").with_info({.kid = "rsa", .use = "enc", .alg = std::string(alg)});
    if (alg.starts_with("PBES2")) {
      return Key::from_octets(Secret::copy_of(as_bytes("correct horse battery staple")))
          .value()
          .with_info({.kid = "passphrase", .alg = std::string(alg)});
    }
    return Key::generate({.alg = alg, .crv = crv, .enc = direct ? enc : std::string_view()});
  };
  return keys.emplace(name, make().value()).first->second;
}

inline std::shared_ptr<const EncryptionKey> encrypter(const Key& key, std::string_view alg) {
  return shown(key).prepare_encryption(key_row(alg)).value();
}

/// A compact JWE; the key is one of our own.
inline std::string encrypted(std::string_view plaintext, const Key& key, std::string_view alg, std::string_view enc,
                             jwe::Options options = {}) {
  const auto to = encrypter(key, alg);
  options.legacy = true;
  return jwe::encrypt_compact(as_bytes(plaintext), {.key = to.get(), .iterations = 1000}, enc_row(enc), options)
      .value();
}

/// Whether it is this plaintext, or the error.
inline std::string plain(const Result<jwe::Decrypted>& decrypted) {
  return decrypted ? std::string(as_text(decrypted->plaintext())) : to_string(decrypted.error());
}

}  // namespace signet::test
