// Looking at tokens that nobody has checked.
#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::peek_issuer;
using jwt::Unverified;

std::string b64(std::string_view text) {
  return base64url::encode(as_bytes(text));
}
std::string decoded(std::string_view token) {
  return outcome(Unverified::decode(token));
}

TEST(Unverified, ShowsHeaderAndPayload) {
  const Unverified shown = Unverified::decode(token_of(R"({"iss":"joe","n":1.10})")).value();
  EXPECT_EQ(shown.header().find("alg")->string(), "HS256");
  EXPECT_EQ(shown.payload().find("n")->number_text(), "1.10");
}

TEST(Unverified, ShowsWhatAVerifierWouldRefuse) {
  EXPECT_EQ(decoded(b64(R"({"alg":"none"})") + "." + b64("{}") + ".AA"), "ok");
  EXPECT_EQ(decoded(b64(R"({"crit":["x"],"kid":1})") + "." + b64(R"({"exp":"x"})") + ".AA"), "ok");
  EXPECT_EQ(decoded(b64("{}") + "." + b64("[1]") + ".AA"), "ok");
}

TEST(Unverified, TokenWithoutSignatureCanBeLookedAt) {
  const std::string input = b64(R"({"alg":"none"})") + "." + b64("{}") + ".";
  EXPECT_FALSE(Unverified::decode(input).value().has_signature());
  EXPECT_TRUE(Unverified::decode(input + "AA").value().has_signature());
}

TEST(Unverified, FormIsStrict) {
  const std::string header = b64(R"({"alg":"HS256"})");
  const std::string payload = b64("{}");
  EXPECT_EQ(decoded(""), "malformed_token(segments)");
  EXPECT_EQ(decoded(header + "." + payload), "malformed_token(segments)");
  EXPECT_EQ(decoded(header + "." + payload + ".AA.AA"), "malformed_token(segments)");
  EXPECT_EQ(decoded("." + payload + ".AA"), "malformed_token(header)");
  EXPECT_EQ(decoded(header + "." + payload + ".AB"), "malformed_token(signature)");
  EXPECT_EQ(decoded(header + "." + payload + ".A="), "malformed_token(signature)");
  EXPECT_EQ(decoded(header + "=." + payload + ".AA"), "malformed_token(header)");
  EXPECT_EQ(decoded(header + ".e31.AA"), "malformed_token(payload)");
  EXPECT_EQ(decoded(header + ".e3 0.AA"), "malformed_token(payload)");
}

TEST(Unverified, JsonIsStrict) {
  const std::string header = b64(R"({"alg":"HS256"})");
  EXPECT_EQ(decoded(b64("{") + "." + b64("{}") + ".AA"), "malformed_json(header)");
  EXPECT_EQ(decoded(b64("[]") + "." + b64("{}") + ".AA"), "malformed_json(header)");
  EXPECT_EQ(decoded(b64(R"({"a":1,"a":2})") + "." + b64("{}") + ".AA"), "duplicate_name(a)");
  EXPECT_EQ(decoded(header + ".." + "AA"), "malformed_json(payload)");
  EXPECT_EQ(decoded(header + "." + b64("x") + ".AA"), "malformed_json(payload)");
  EXPECT_EQ(decoded(header + "." + b64(R"({"a":1,"\u0061":2})") + ".AA"), "duplicate_name(a)");
}

TEST(Unverified, SizeIsBounded) {
  const std::string token = token_of("{}");
  EXPECT_EQ(outcome(Unverified::decode(token, token.size())), "ok");
  EXPECT_EQ(outcome(Unverified::decode(token, token.size() - 1)), "limit_exceeded(token)");
  EXPECT_EQ(decoded(std::string(jwt::kMaxSize + 1, 'A')), "limit_exceeded(token)");
  const std::string long_header = b64(R"({"a":")" + std::string(jws::kMaxHeader, 'x') + R"("})");
  EXPECT_EQ(outcome(Unverified::decode(long_header + ".e30.AA", jws::kMaxSize)), "limit_exceeded(header)");
}

TEST(PeekIssuer, GivesTheIssuerAndNothingElse) {
  EXPECT_EQ(peek_issuer(token_of(R"({"iss":"https://as.example"})")).value(), "https://as.example");
  EXPECT_EQ(peek_issuer(token_of(R"({"iss":""})")).value(), "");
  EXPECT_EQ(outcome(peek_issuer(token_of("{}"))), "claim_missing(iss)");
  EXPECT_EQ(outcome(peek_issuer(token_of(R"({"iss":["a"]})"))), "claim_type(iss)");
  EXPECT_EQ(outcome(peek_issuer(token_of(R"([{"iss":"a"}])"))), "claim_type(payload)");
  EXPECT_EQ(outcome(peek_issuer(token_of(R"({"iss":"a","iss":"b"})"))), "duplicate_name(iss)");
  EXPECT_EQ(outcome(peek_issuer(std::string(jwt::kMaxSize + 1, '.'))), "limit_exceeded(token)");
}

}  // namespace
}  // namespace signet::test
