// Proofs as a client would send them, and as nobody should.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "signet/base64url.h"
#include "signet/dpop.h"
#include "signet/key.h"
#include "support.h"

namespace signet::test {

inline constexpr Timestamp kNow{std::chrono::seconds(1'800'000'000)};
inline constexpr std::string_view kUrl = "https://as.example/token";
inline constexpr std::string_view kClaims =
    R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":1800000000})";

/// The client's key: one for all tests of a program.
inline const Key& client_key() {
  static const Key key = Key::generate({.alg = "ES256"}).value();
  return key;
}

/// The members that a header has, with more of them behind, or nothing.
inline std::string header_of(const Key& key, std::string_view more = {}) {
  const std::string jwk = key.public_key()->with_info({})->to_public_jwk().value();
  return joined({R"({"typ":"dpop+jwt","alg":")", key.info().alg, R"(","jwk":)", jwk, more, "}"});
}

/// Any text in the place of a header and of claims, signed.
inline std::string sign_proof(std::string_view header, std::string_view claims, const Key& key = client_key()) {
  std::string input = joined({base64url::encode(as_bytes(header)), ".", base64url::encode(as_bytes(claims))});
  const Bytes signature = key.signer().value()->sign(as_bytes(input)).value();
  return joined({input, ".", base64url::encode(signature)});
}
inline std::string proof_of(std::string_view claims, const Key& key = client_key()) {
  return sign_proof(header_of(key), claims, key);
}

inline dpop::Policy open_policy() {
  return dpop::Policy().any_replay();
}
inline dpop::Verifier verifier_of(const dpop::Policy& policy) {
  return dpop::Verifier::build(policy).value();
}
inline const dpop::Verifier& open_verifier() {
  static const dpop::Verifier verifier = verifier_of(open_policy());
  return verifier;
}

inline dpop::Request request() {
  return {.method = "POST", .url = kUrl};
}

/// "ok", or the error and the number of the step that it points to: "claim_mismatch(htm) step 8".
inline std::string outcome_at(const Result<dpop::Proof>& result) {
  if (result) return "ok";
  std::string said = to_string(result.error());
  for (const dpop::Step& step : dpop::steps())
    if (result.error().rule == &step.rule) said += " step " + std::to_string(step.number);
  return said;
}
inline std::string verdict(std::string_view proof, const dpop::Request& with = request(), Timestamp now = kNow) {
  return outcome_at(open_verifier().verify(proof, with, now));
}

}  // namespace signet::test
