// RFC 7797, and RFC 7515 appendix F: payloads that are not encoded, or not there, in compact tokens.
#include "jose_support.h"

namespace signet::test {
namespace {

// Section 4: the key of RFC 7515 appendix A.1 and the payload "$.02".
constexpr std::string_view kKey =
    R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})";
constexpr std::string_view kEncoded = "eyJhbGciOiJIUzI1NiJ9.JC4wMg.5mvfOroL-g7HyqJoozehmsaqmvTYGEq5jTI1gVvoEoQ";
constexpr std::string_view kUnencodedDetached =
    "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY";

const JwkSet& keys() {
  static const JwkSet set = set_of({Key::from_jwk(kKey).value()});
  return set;
}
std::shared_ptr<const Signer> signer() {
  return Key::from_jwk(kKey)->signer(row("HS256")).value();
}
auto verify(std::string_view token) {
  return jws::verify_compact(token, keys(), rows({"HS256"}));
}
auto verify_detached(std::string_view token, std::string_view payload, std::size_t max_size = jws::kMaxSize) {
  return jws::verify_compact_detached(token, as_bytes(payload), keys(), rows({"HS256"}), max_size);
}

TEST(Rfc7797, Section4_1) {
  const auto verified = verify(kEncoded);
  ASSERT_EQ(outcome(verified), "ok");
  EXPECT_EQ(as_text(verified->payload()), "$.02");
  EXPECT_EQ(jws::sign_compact(as_bytes("$.02"), *signer()).value(), kEncoded);
}

TEST(Rfc7797, Section4_2) {
  const auto verified = verify_detached(kUnencodedDetached, "$.02");
  ASSERT_EQ(outcome(verified), "ok");
  EXPECT_EQ(verified->header().find("b64")->boolean(), false);
  EXPECT_EQ(verified->algorithm(), "HS256");
  EXPECT_EQ(verified->unproven_header().has_value(), false);
  EXPECT_EQ(jws::sign_compact_detached(as_bytes("$.02"), *signer(), {.unencoded_payload = true}).value(),
            kUnencodedDetached);
  EXPECT_EQ(outcome(verify_detached(kUnencodedDetached, "$.03")), "bad_signature");
  EXPECT_EQ(outcome(verify_detached(kUnencodedDetached, "JC4wMg")), "bad_signature");
}

TEST(Detached, TheEncodedPayloadIsCutOut) {
  const std::string token = replaced(std::string(kEncoded), "JC4wMg", "");
  EXPECT_EQ(outcome(verify_detached(token, "$.02")), "ok");
  EXPECT_EQ(outcome(verify_detached(token, "JC4wMg")), "bad_signature");
  EXPECT_EQ(jws::sign_compact_detached(as_bytes("$.02"), *signer()).value(), token);
  EXPECT_EQ(outcome(verify(token)), "bad_signature") << "the payload of the attached form would be empty";
}

TEST(Detached, ATokenWithAPayloadIsRefused) {
  EXPECT_EQ(outcome(verify_detached(kEncoded, "$.02")), "malformed_token(payload)");
  EXPECT_EQ(outcome(verify_detached(kEncoded, "")), "malformed_token(payload)");
  EXPECT_EQ(outcome(verify_detached("eyJhbGciOiJIUzI1NiJ9..", "")), "malformed_token(signature)");
  EXPECT_EQ(outcome(verify_detached("eyJhbGciOiJIUzI1NiJ9.", "")), "malformed_token(segments)");
  EXPECT_EQ(outcome(verify_detached("{}", "")), "malformed_token(segments)");
  EXPECT_EQ(outcome(verify_detached("{}..AA", "")), "malformed_token(header)");
}

TEST(Detached, AnyBytesAndBounded) {
  const std::string bytes("\0.\xFF\n", 4);
  for (const bool unencoded : {false, true}) {
    const auto token = jws::sign_compact_detached(as_bytes(bytes), *signer(), {.unencoded_payload = unencoded}).value();
    EXPECT_EQ(outcome(verify_detached(token, bytes)), "ok");
    EXPECT_EQ(outcome(verify_detached(token, std::string_view(bytes).substr(1))), "bad_signature");
    EXPECT_EQ(outcome(verify_detached(token, bytes, token.size())), "ok");
    EXPECT_EQ(outcome(verify_detached(token, bytes, token.size() - 1)), "limit_exceeded(token)");
    EXPECT_EQ(outcome(verify_detached(token, std::string(token.size() + 1, 'a'), token.size())),
              "limit_exceeded(payload)");
  }
}

TEST(Unencoded, AttachedInACompactToken) {
  for (const std::string_view payload : {"", "$02", " !~-/", "{\"a\":1}", "NDA1", "A==+"}) {
    const auto token = jws::sign_compact(as_bytes(payload), *signer(), {.unencoded_payload = true});
    ASSERT_EQ(outcome(token), "ok") << payload;
    const auto verified = verify(*token);
    ASSERT_EQ(outcome(verified), "ok") << payload;
    EXPECT_EQ(as_text(verified->payload()), payload) << "it is not decoded";
  }
}

// Row 35.
TEST(Attack35, CharactersThatBreakACompactToken) {
  const std::string header = b64(R"({"alg":"HS256","b64":false,"crit":["b64"]})");
  for (const std::string payload : {"a.b", "a\tb", "a\nb", "\x7F", "\xC3\xA9", "\x1F"}) {
    EXPECT_EQ(outcome(jws::sign_compact(as_bytes(payload), *signer(), {.unencoded_payload = true})),
              "malformed_token(payload)");
    const std::string input = joined({header, ".", payload});
    const std::string token = input + "." + base64url::encode(signer()->sign(as_bytes(input)).value());
    EXPECT_EQ(outcome(verify(token)), payload == "a.b" ? "malformed_token(segments)" : "malformed_token(payload)");
  }
}

TEST(Attack35, B64WithoutCritAndTheReverse) {
  const auto said = [](std::string_view more) {
    return outcome(verify(forge(R"({"alg":"HS256")" + std::string(more) + "}", "x", *signer())));
  };
  EXPECT_EQ(said(R"(,"b64":false)"), "header_parameter(b64)");
  EXPECT_EQ(said(R"(,"b64":true)"), "header_parameter(b64)");
  EXPECT_EQ(said(R"(,"b64":true,"crit":["b64"])"), "ok");
  EXPECT_EQ(said(R"(,"crit":["b64"])"), "crit_malformed(crit)");
  EXPECT_EQ(said(R"(,"b64":0,"crit":["b64"])"), "header_parameter(b64)");
}

TEST(Attack35, TheSameTextIsNotTwoPayloads) {
  // Signed as "NDA1" itself, it never comes out as the "405" that it would be as base64url.
  const auto token = jws::sign_compact(as_bytes("NDA1"), *signer(), {.unencoded_payload = true}).value();
  EXPECT_EQ(as_text(verify(token)->payload()), "NDA1");
  const std::string header = b64(R"({"alg":"HS256"})");
  EXPECT_EQ(outcome(verify(header + token.substr(token.find('.')))), "bad_signature");
}

}  // namespace
}  // namespace signet::test
