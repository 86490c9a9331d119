// Rows, keys and octets for the tests of encryption.
#pragma once

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/content_encryption.h"
#include "crypto/key_management.h"
#include "crypto/key_material.h"
#include "support.h"

namespace signet::test {

using crypto::KeyMaterial;
using crypto::KeyParameters;
using crypto::ManagedKey;
using crypto::Sealed;
using SharedContentKey = std::shared_ptr<const crypto::ContentKey>;
using Encrypting = std::unique_ptr<const PreparedEncrypt>;
using Decrypting = std::unique_ptr<const PreparedDecrypt>;

inline const ContentEncryption& content_row(std::string_view name) {
  const ContentEncryption* found = find_content_encryption(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}
inline const KeyManagementAlgorithm& management_row(std::string_view name) {
  const KeyManagementAlgorithm* found = find_key_management_algorithm(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

/// The names of all rows that this libcrypto has.
inline std::vector<std::string_view> all_content_encryptions() {
  std::vector<std::string_view> names;
  for (const ContentEncryption* row : crypto::content_encryption_rows())
    if (row->available()) names.push_back(row->name);
  return names;
}
/// Those whose keys are shared.
inline std::vector<std::string_view> all_shared_key_rows() {
  std::vector<std::string_view> names;
  for (const KeyManagementAlgorithm* row : crypto::key_management_rows())
    if (row->available() && std::ranges::find(row->types, KeyType::oct) != row->types.end()) names.push_back(row->name);
  return names;
}

/// Names of tests are words.
inline std::string word_of(std::string_view name) {
  std::string word(name);
  std::ranges::replace_if(word, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return word;
}

/// Octets that differ from each other, and from those of another seed.
inline Bytes pattern(std::size_t size, std::uint8_t seed = 1) {
  Bytes octets(size);
  std::uint8_t next = seed;
  for (std::uint8_t& octet : octets) octet = next = static_cast<std::uint8_t>(next * 5u + seed * 2u + 1u);
  return octets;
}

/// The same with one bit of one octet changed.
inline Bytes flipped(ByteView octets, std::size_t index) {
  Bytes changed(octets.begin(), octets.end());
  changed.at(index) ^= 0x10;
  return changed;
}
/// Cut, or made longer by zeros.
inline Bytes resized(ByteView octets, std::size_t size) {
  Bytes changed(octets.begin(), octets.end());
  changed.resize(size);
  return changed;
}

inline Bytes octets_of(const Secret& secret) {
  return {secret.expose().begin(), secret.expose().end()};
}
inline SharedContentKey content_key(std::string_view enc, ByteView cek) {
  auto key = crypto::make_content_key(content_row(enc), Secret::copy_of(cek));
  EXPECT_EQ(outcome(key), "ok") << enc;
  return key ? *std::move(key) : nullptr;
}
inline KeyMaterial::Ptr oct_key(ByteView octets) {
  return KeyMaterial::from_octets(Secret::copy_of(octets)).value();
}

/// As signet::Key does it: fitness first, then the row.
inline Result<Encrypting> prepare_encrypt(std::string_view alg, const KeyMaterial::Ptr& key) {
  const KeyManagementAlgorithm& row = management_row(alg);
  if (auto fit = crypto::check_fit(row, *key); !fit) return std::unexpected(fit.error());
  return row.prepare_encrypt(row, key);
}
inline Result<Decrypting> prepare_decrypt(std::string_view alg, const KeyMaterial::Ptr& key) {
  const KeyManagementAlgorithm& row = management_row(alg);
  if (auto fit = crypto::check_fit(row, *key); !fit) return std::unexpected(fit.error());
  return row.prepare_decrypt(row, key);
}

/// Whether two keys are one: what each of them seals.
inline bool same_key(std::string_view enc, const SharedContentKey& a, const SharedContentKey& b) {
  const Bytes iv = pattern(content_row(enc).iv_octets);
  const auto seal = [&](const SharedContentKey& key) { return key->encrypt(iv, {}, pattern(20)).value(); };
  const Sealed first = seal(a), second = seal(b);
  return first.ciphertext == second.ciphertext && first.tag == second.tag;
}

}  // namespace signet::test
