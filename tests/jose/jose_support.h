// Keys, tokens and forgeries for the tests of this layer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signet/algorithm.h"
#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/key.h"
#include "support.h"

namespace signet::test {

inline const SignatureAlgorithm& row(std::string_view name) {
  const SignatureAlgorithm* found = find_signature_algorithm(name);
  if (found == nullptr) throw std::invalid_argument(std::string(name));
  return *found;
}

/// The names of all rows that this libcrypto has.
inline std::vector<std::string_view> all_rows() {
  std::vector<std::string_view> names;
  for (const SignatureAlgorithm* found : signature_algorithms())
    if (describe(*found).available) names.push_back(describe(*found).name);
  return names;
}

inline AlgorithmSet rows(std::initializer_list<std::string_view> names) {
  return AlgorithmSet::of(std::span(names.begin(), names.size())).value();
}

inline std::string b64(std::string_view text) {
  return base64url::encode(as_bytes(text));
}
inline std::string text_of(ByteView bytes) {
  return std::string(as_text(bytes));
}

/// A private key of every row, made once for the program. All RSA rows share one, since making one takes long.
inline const Key& key_for(std::string_view alg) {
  static std::map<std::string, Key, std::less<>> keys;
  if (const auto found = keys.find(alg); found != keys.end()) return found->second;
  const bool rsa = describe(row(alg)).kty == "RSA" && alg != "RS256";
  Key key = rsa ? key_for("RS256")
                      .with_info({.kid = key_for("RS256").info().kid, .use = "sig", .alg = std::string(alg)})
                      .value()
                : Key::generate({.alg = alg}).value();
  return keys.emplace(alg, std::move(key)).first->second;
}
/// The same key with other members.
inline Key with(const Key& key, KeyInfo info) {
  return key.with_info(std::move(info)).value();
}
inline Key shown(const Key& key) {
  return key.is_symmetric() ? key : key.public_key().value();
}
inline JwkSet set_of(std::initializer_list<Key> keys) {
  return JwkSet::of(std::span(keys.begin(), keys.size()));
}

/// A compact JWS over exactly this header and payload.
inline std::string forge(std::string_view header, std::string_view payload, const Signer& signer) {
  const std::string input = b64(header) + "." + b64(payload);
  return input + "." + base64url::encode(signer.sign(as_bytes(input)).value());
}

/// `text` with `from`, which must be in it, replaced once.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// The case of an rfc-jose file with this id.
inline json::Value find_case(const json::Document& document, std::string_view id) {
  const auto cases = document.root().find("cases");
  for (const json::Value item : cases->elements())
    if (item.find("id")->string() == id) return item;
  throw std::invalid_argument(std::string(id));
}
inline std::string_view text_at(const json::Value& value, std::string_view pointer) {
  const auto found = value.at_pointer(pointer);
  if (!found || !found->string()) throw std::invalid_argument(std::string(pointer));
  return *found->string();
}

}  // namespace signet::test
