// Builder: what is written, and what is refused.
#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::Builder;

TEST(Builder, TheTokenOfTheIntroduction) {
  const std::string token =
      Builder().without_kid().claim("loggedInAs", "admin").issued_at(at(1422779638)).sign(hmac_signer()).value();
  EXPECT_EQ(token.substr(0, token.rfind('.')),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJsb2dnZWRJbkFzIjoiYWRtaW4iLCJpYXQiOjE0MjI3Nzk2Mzh9");
  EXPECT_EQ(verdict(verifier(open_policy()), token), "ok");
}

TEST(Builder, EverySetterInItsOrder) {
  const std::string_view audiences[] = {"a", "b"};
  const auto payload = Builder()
                           .issuer("joe")
                           .subject("s")
                           .audience(audiences)
                           .expires_at(at(20))
                           .not_before(at(10, 500'000))
                           .issued_at(at(9, 1))
                           .token_id("id")
                           .claim("text", "x\"y")
                           .claim("number", std::int64_t{-5})
                           .claim("small", 7)
                           .claim("flag", true)
                           .claim_json("json", R"( {"b": 1.10, "a": [1E+2]} )")
                           .payload();
  EXPECT_EQ(payload.value(),
            R"({"iss":"joe","sub":"s","aud":["a","b"],"exp":20,"nbf":10.5,"iat":9.000001,"jti":"id","text":"x\"y",)"
            R"("number":-5,"small":7,"flag":true,"json":{"b":1.10,"a":[1E+2]}})");
}

TEST(Builder, SettingAgainReplacesInPlace) {
  EXPECT_EQ(Builder().claim("a", 1).claim("b", 2).claim("a", "x").payload().value(), R"({"a":"x","b":2})");
  EXPECT_EQ(Builder().issuer("x").claims_json(R"({"z":1,"iss":"y"})").payload().value(), R"({"iss":"y","z":1})");
}

TEST(Builder, EmptyIsAnObject) {
  EXPECT_EQ(Builder().payload().value(), "{}");
  EXPECT_EQ(Builder().claims_json("{}").payload().value(), "{}");
}

TEST(Builder, MembersOfAnObjectKeepTheirNumbers) {
  EXPECT_EQ(
      Builder().claims_json(R"({ "n": 1.10, "big": 123456789012345678901234567890, "exp": 1.5e9 })").payload().value(),
      R"({"n":1.10,"big":123456789012345678901234567890,"exp":1.5e9})");
}

TEST(Builder, AStringThatIsAPointerIsText) {
  const char* text = "not a boolean";
  EXPECT_EQ(Builder().claim("a", text).payload().value(), R"({"a":"not a boolean"})");
}

TEST(Builder, TimesAreWrittenAsShortAsTheyAre) {
  const auto written = [](Timestamp when) { return Builder().issued_at(when).payload().value(); };
  EXPECT_EQ(written(at(0)), R"({"iat":0})");
  EXPECT_EQ(written(at(0, 1)), R"({"iat":0.000001})");
  EXPECT_EQ(written(at(1, 100'000)), R"({"iat":1.1})");
  EXPECT_EQ(written(at(1, 20)), R"({"iat":1.00002})");
  EXPECT_EQ(written(Timestamp::max()), R"({"iat":9223372036854.775807})");
}

TEST(Builder, EveryTimeIsReadBackExactly) {
  for (std::int64_t micros = 1; micros < Timestamp::max().time_since_epoch().count() / 3; micros = micros * 3 + 7) {
    const Timestamp when{Duration(micros)};
    const json::Document document = json::Document::parse(Builder().expires_at(when).payload().value()).value();
    EXPECT_EQ(jwt::Claims::of(document.root())->expires_at(), when);
  }
}

TEST(Builder, RefusesWhatAVerifierWouldRefuse) {
  EXPECT_EQ(outcome(Builder().claim("iss", 1).payload()), "claim_type(iss)");
  EXPECT_EQ(outcome(Builder().claim("exp", "tomorrow").payload()), "claim_type(exp)");
  EXPECT_EQ(outcome(Builder().claim("iat", std::int64_t{-1}).payload()), "claim_type(iat)");
  EXPECT_EQ(outcome(Builder().expires_at(at(-1)).payload()), "claim_type(exp)");
  EXPECT_EQ(outcome(Builder().expires_at(Timestamp::min()).payload()), "claim_type(exp)");
  EXPECT_EQ(outcome(Builder().claim_json("aud", "[1]").payload()), "claim_type(aud)");
  EXPECT_EQ(outcome(Builder().audience(std::span<const std::string_view>()).payload()), "claim_type(aud)");
  EXPECT_EQ(outcome(Builder().claims_json(R"({"jti":null})").payload()), "claim_type(jti)");
  EXPECT_EQ(outcome(Builder().claim("iss", 1).claim("iss", "joe").payload()), "ok") << "replaced in time";
}

TEST(Builder, ExpiryIsAfterNotBefore) {
  EXPECT_EQ(outcome(Builder().not_before(at(10)).expires_at(at(10)).payload()), "claim_rule(exp)");
  EXPECT_EQ(outcome(Builder().not_before(at(10)).expires_at(at(9)).payload()), "claim_rule(exp)");
  EXPECT_EQ(outcome(Builder().not_before(at(10)).expires_at(at(10, 1)).payload()), "ok");
}

TEST(Builder, TheFirstProblemIsRemembered) {
  const Builder builder = Builder().claim_json("a", "{").claim_json("b", "[").claim("c", 1);
  EXPECT_EQ(outcome(builder.payload()), "malformed_json(a)");
  EXPECT_EQ(outcome(builder.sign(hmac_signer())), "malformed_json(a)");
}

TEST(Builder, TextsThatAreNotJson) {
  EXPECT_EQ(outcome(Builder().claim_json("a", "").payload()), "malformed_json(a)");
  EXPECT_EQ(outcome(Builder().claim_json("a", "1,\"b\":2").payload()), "malformed_json(a)");
  EXPECT_EQ(outcome(Builder().claim_json("a", R"({"x":1,"x":2})").payload()), "duplicate_name(x)");
  EXPECT_EQ(outcome(Builder().claims_json("[]").payload()), "claim_type(payload)");
  EXPECT_EQ(outcome(Builder().claims_json("{").payload()), "malformed_json(payload)");
  EXPECT_EQ(outcome(Builder().claim("a", "\xff").payload()), "malformed_json(a)");
  EXPECT_EQ(outcome(Builder().claim("\xff", "a").payload()), "malformed_json(\\xff)");
  const std::string deep(64, '[');
  EXPECT_EQ(outcome(Builder().claim_json("a", deep + std::string(64, ']')).payload()), "limit_exceeded(depth)");
}

TEST(Builder, HeaderFollowsTheSigner) {
  const auto header = [](const Builder& builder) {
    return std::string(jwt::Unverified::decode(builder.sign(hmac_signer()).value())->header().source());
  };
  EXPECT_EQ(header(Builder()), R"({"alg":"HS256","typ":"JWT","kid":"h"})");
  EXPECT_EQ(header(Builder().typ("at+jwt")), R"({"alg":"HS256","typ":"at+jwt","kid":"h"})");
  EXPECT_EQ(header(Builder().typ("").without_kid()), R"({"alg":"HS256"})");
}

}  // namespace
}  // namespace signet::test
