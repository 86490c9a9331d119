// One symmetric key, one asymmetric kind, and the clock of these tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "support.h"

namespace signet::test {

inline constexpr Timestamp kNow{std::chrono::seconds(1'800'000'000)};

inline Timestamp at(std::int64_t seconds, std::int64_t microseconds = 0) {
  return Timestamp(std::chrono::seconds(seconds) + Duration(microseconds));
}

/// A fixed key for HS256: tests of claims need no other.
inline const Key& hmac_key() {
  static const Key key =
      Key::from_jwk(R"({"kty":"oct","kid":"h","alg":"HS256","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})")
          .value();
  return key;
}
inline const Signer& hmac_signer() {
  static const std::shared_ptr<const Signer> signer = hmac_key().signer().value();
  return *signer;
}
inline JwkSet hmac_set() {
  return JwkSet::of(std::span(&hmac_key(), 1));
}

/// Everything decided, nothing expected but the algorithm.
inline jwt::Policy open_policy() {
  return jwt::Policy().any_issuer().any_audience().algorithms({"HS256"}).any_typ();
}
inline jwt::Verifier verifier(jwt::Policy policy) {
  return jwt::Verifier::build(std::move(policy), hmac_set()).value();
}

/// A token of exactly this payload and, if given, exactly this header.
inline std::string token_of(std::string_view payload,
                            std::string_view header = R"({"alg":"HS256","typ":"JWT","kid":"h"})") {
  const std::string input = base64url::encode(as_bytes(header)) + "." + base64url::encode(as_bytes(payload));
  return input + "." + base64url::encode(hmac_signer().sign(as_bytes(input)).value());
}

/// "ok", or the error, the same by all three ways to verify; failures() begins with it.
inline std::string verdict(const jwt::Verifier& verifier, std::string_view token, Timestamp now = kNow) {
  const std::string owning = outcome(verifier.verify(token, now));
  jwt::Scratch scratch;
  EXPECT_EQ(outcome(verifier.verify(token, now, scratch)), owning);
  const std::vector<Error> failures = verifier.failures(token, now);
  EXPECT_EQ(failures.empty() ? "ok" : to_string(failures.front()), owning);
  return owning;
}
inline std::string verdict(jwt::Policy policy, std::string_view payload, Timestamp now = kNow) {
  return verdict(verifier(std::move(policy)), token_of(payload), now);
}

/// failures() as text.
inline std::vector<std::string> all_failures(const jwt::Verifier& verifier, std::string_view token,
                                             Timestamp now = kNow) {
  std::vector<std::string> texts;
  for (const Error& error : verifier.failures(token, now)) texts.push_back(to_string(error));
  return texts;
}

}  // namespace signet::test
