// What an attacker has: public keys, any text, and good tokens to change.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signet/algorithm.h"
#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "support.h"

namespace signet::test {

inline constexpr std::string_view kIssuer = "https://as.example";
inline constexpr std::string_view kAudience = "api";
inline constexpr Timestamp kNow{std::chrono::seconds(1'800'000'000)};
inline constexpr std::string_view kGoodPayload =
    R"({"iss":"https://as.example","aud":"api","sub":"user-42","exp":1800000600})";

/// All rows that this libcrypto has.
inline std::vector<const SignatureAlgorithm*> all_rows() {
  std::vector<const SignatureAlgorithm*> rows;
  for (const SignatureAlgorithm* row : signature_algorithms())
    if (describe(*row).available) rows.push_back(row);
  return rows;
}

inline const SignatureAlgorithm& row(std::string_view name) {
  return *find_signature_algorithm(name);
}
inline std::string name_of(const SignatureAlgorithm& row) {
  return std::string(describe(row).name);
}

/// Whose name a case of two algorithms counts for: ML-DSA's where it is one of them, since not every libcrypto has it.
inline std::string label_of(const SignatureAlgorithm& row, const SignatureAlgorithm& other) {
  return name_of(other).starts_with("ML-DSA") ? name_of(other) : name_of(row);
}

/// One key for each row, made once: "alg" names the row, "kid" is "k-" and the row's name.
inline const Key& key_for(const SignatureAlgorithm& row) {
  static std::map<std::string_view, Key> keys;
  const AlgorithmInfo info = describe(row);
  if (const auto found = keys.find(info.name); found != keys.end()) return found->second;
  // One RSA key serves all RSA rows, since making one takes long.
  const bool rsa = info.kty == "RSA";
  const Key made = rsa && info.name != "RS256" ? key_for(*find_signature_algorithm("RS256"))
                                               : Key::generate({.alg = info.name}).value();
  const Key key =
      made.with_info({.kid = "k-" + std::string(info.name), .use = "sig", .alg = std::string(info.name)}).value();
  return keys.emplace(info.name, key).first->second;
}

inline std::shared_ptr<const Signer> signer_for(const SignatureAlgorithm& row) {
  return key_for(row).signer(row).value();
}

/// As a verifier would have it: public where there is a public half.
inline JwkSet set_of(const Key& key) {
  const Key shown = key.is_symmetric() ? key : key.public_key().value();
  return JwkSet::of(std::span(&shown, 1));
}
inline JwkSet set_for(const SignatureAlgorithm& row) {
  return set_of(key_for(row));
}

inline std::string b64(std::string_view text) {
  return base64url::encode(as_bytes(text));
}

/// A compact JWS over exactly these segments.
inline std::string sign_segments(const std::string& header, const std::string& payload, const Signer& signer) {
  const std::string input = header + "." + payload;
  return input + "." + base64url::encode(signer.sign(as_bytes(input)).value());
}
inline std::string forge(std::string_view header, std::string_view payload, const Signer& signer) {
  return sign_segments(b64(header), b64(payload), signer);
}
inline std::string header_for(const SignatureAlgorithm& row, std::string_view more = {}) {
  const std::string name(describe(row).name);
  return R"({"alg":")" + name + R"(","typ":"JWT","kid":"k-)" + name + "\"" + std::string(more) + "}";
}
/// The token that every test starts from: it holds.
inline std::string good_token(const SignatureAlgorithm& row) {
  return forge(header_for(row), kGoodPayload, *signer_for(row));
}

/// What an attacker sends, and what is said to it: "a", or "a|b" where several are right.
struct Hostile {
  std::string text;
  std::string expected;
  std::string note = {};  ///< what it is made of, where the one who sends it has to know
};

/// JWTs with b64 (RFC 7797) among the members of `header`: a JWT does not know it, in whatever spelling.
std::vector<Hostile> unencoded_tokens(std::string_view header, std::string_view payload, const Signer& signer);

struct Parts {
  std::string header, payload, signature;
  std::string joined() const { return header + "." + payload + "." + signature; }
};
inline Parts split(const std::string& token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

}  // namespace signet::test
