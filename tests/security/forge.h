// What an attacker has: public keys, any text, and good tokens to change. And the verifier that must not be fooled.
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

inline jwt::Policy policy_for(const SignatureAlgorithm& row) {
  AlgorithmSet rows;
  rows.add(row);
  return jwt::Policy().issuer(kIssuer).audience(kAudience).algorithms(rows).typ_jwt();
}
inline jwt::Verifier verifier_for(const SignatureAlgorithm& row) {
  return jwt::Verifier::build(policy_for(row), set_for(row)).value();
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

/// "ok", or why not. Every way to verify must say the same.
inline std::string verdict(const jwt::Verifier& verifier, std::string_view token) {
  const std::string owning = outcome(verifier.verify(token, kNow));
  jwt::Scratch scratch;
  EXPECT_EQ(outcome(verifier.verify(token, kNow, scratch)), owning);
  const std::vector<Error> failures = verifier.failures(token, kNow);
  EXPECT_EQ(failures.empty() ? "ok" : to_string(failures.front()), owning);
  return owning;
}

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
