// Attacks on claims: rows 52 to 55 of docs/security.md.
#include <string>
#include <vector>

#include "forge.h"

namespace signet::test {
namespace {

const SignatureAlgorithm& hs256() {
  return *find_signature_algorithm("HS256");
}
/// The verdict on a well-signed token of this payload.
std::string verdict_on(const jwt::Policy& policy, std::string_view payload) {
  const auto verifier = jwt::Verifier::build(policy, set_for(hs256())).value();
  return verdict(verifier, forge(header_for(hs256()), payload, *signer_for(hs256())));
}
/// {"NAME":VALUE}
std::string set_of_one(std::string_view name, std::string_view value) {
  return std::string("{\"").append(name).append("\":").append(value).append("}");
}
jwt::Policy decided() {
  return jwt::Policy().algorithms({"HS256"}).typ_jwt();
}

TEST(Attack52, AudienceOfEveryTypeUnderEveryPolicy) {
  const auto expecting = [] { return decided().any_issuer().audience("api"); };
  const auto either = [] { return decided().any_issuer().audience("web").audience("api"); };
  const auto ignoring = [] { return decided().any_issuer().any_audience(); };
  const struct {
    std::string_view aud, expecting, either, ignoring;
  } cases[] = {
      {R"("api")", "ok", "ok", "ok"},
      {R"(["api"])", "ok", "ok", "ok"},
      {R"(["other","api"])", "ok", "ok", "ok"},
      {R"(["api","api"])", "ok", "ok", "ok"},
      {R"("web")", "claim_mismatch(aud)", "ok", "ok"},
      {R"(["web","other"])", "claim_mismatch(aud)", "ok", "ok"},
      {R"("")", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
      {R"([""])", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
      {R"("api,web")", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
      {R"("[\"api\"]")", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
      {R"("API")", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
      {R"("api ")", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
      {R"("api\u0000x")", "claim_mismatch(aud)", "claim_mismatch(aud)", "ok"},
  };
  for (const auto& one : cases) {
    const std::string payload = set_of_one("aud", one.aud);
    EXPECT_EQ(verdict_on(expecting(), payload), one.expecting) << payload;
    EXPECT_EQ(verdict_on(either(), payload), one.either) << payload;
    EXPECT_EQ(verdict_on(ignoring(), payload), one.ignoring) << payload;
  }
  EXPECT_EQ(verdict_on(expecting(), "{}"), "claim_missing(aud)");
  EXPECT_EQ(verdict_on(ignoring(), "{}"), "ok");
}

TEST(Attack52, AudienceOfAWrongTypeIsRefusedEvenWhenIgnored) {
  for (const std::string aud : {"[]", "[1]", R"(["api",1])", R"([["api"]])", R"([{"api":1}])", R"(["api",null])", "{}",
                                R"({"api":true})", R"({"0":"api"})", "null", "1", "true"}) {
    for (const jwt::Policy& policy : {decided().any_issuer().audience("api"), decided().any_issuer().any_audience()})
      EXPECT_EQ(verdict_on(policy, set_of_one("aud", aud)), "claim_type(aud)") << aud;
  }
}

TEST(Attack52, IssuerOfAWrongTypeIsRefusedEvenWhenIgnored) {
  for (const std::string iss :
       {R"(["https://as.example"])", R"([])", "{}", R"({"0":"https://as.example"})", "null", "1", "true", "false"}) {
    for (const jwt::Policy& policy : {decided().issuer(kIssuer).any_audience(), decided().any_issuer().any_audience()})
      EXPECT_EQ(verdict_on(policy, set_of_one("iss", iss)), "claim_type(iss)") << iss;
  }
}

TEST(Attack53, IssuersAreTheSameBytesOrOthers) {
  const auto policy = [] { return decided().issuer("https://as.example/t\xc3\xa9").any_audience(); };
  const auto with = [&](const std::string& iss) { return verdict_on(policy(), R"({"iss":")" + iss + R"("})"); };
  EXPECT_EQ(with("https://as.example/t\xc3\xa9"), "ok");
  EXPECT_EQ(with(R"(https:\/\/as.example\/t\u00e9)"), "ok") << "escapes of JSON are no other bytes";
  for (const std::string iss : {
           "https://as.example/t",                     // a prefix of it
           "https://as.example/t\xc3\xa9x",            // it is a prefix
           "as.example/t\xc3\xa9",                     // a suffix
           "https://as.example/t\xc3\xa9/",            // trailing slash
           "https://as.example/t\xc3\xa9 ",            // white space
           " https://as.example/t\xc3\xa9",            //
           "HTTPS://as.example/t\xc3\xa9",             // case of the scheme
           "https://AS.example/t\xc3\xa9",             // case of the host
           "https://as.example:443/t\xc3\xa9",         // default port
           "https://as.example/./t\xc3\xa9",           // dot segment
           "https://as.example/t%C3%A9",               // percent-encoding
           R"(https://as.example/te\u0301)",           // the same letter, composed otherwise (NFD)
           R"(https://as.example/t\u00e9\u0000)",      // a NUL behind it
           R"(https://as.example/t\u00e9\u0000evil)",  //
           R"(https://as.example\u200b/t\u00e9)",      // a character without width
           "",
       })
    EXPECT_EQ(with(iss), "claim_mismatch(iss)") << iss;
}

TEST(Attack53, SeveralIssuersAreNoPattern) {
  const auto policy = [] { return decided().issuer("https://a.example").issuer("https://b.example").any_audience(); };
  EXPECT_EQ(verdict_on(policy(), R"({"iss":"https://b.example"})"), "ok");
  for (const std::string iss : {"https://a.example,https://b.example", "https://a.examplehttps://b.example", "a", "*"})
    EXPECT_EQ(verdict_on(policy(), R"({"iss":")" + iss + R"("})"), "claim_mismatch(iss)") << iss;
}

TEST(Attack54, TimesOfAWrongTypeAreRefused) {
  const auto policy = [] { return decided().any_issuer().any_audience(); };
  for (const std::string name : {"exp", "nbf", "iat"}) {
    for (const std::string value :
         {R"("1800000600")", R"("")", R"("never")", "true", "false", "null", "[]", "[1800000600]", "{}", "-1",
          "-0.000001", "-1e400", "1e30", "1e400", "9223372036854775807", "9223372036854775808", "18446744073709551616",
          "1e999999999", "9223372036854.775808"})
      EXPECT_EQ(verdict_on(policy(), set_of_one(name, value)), "claim_type(" + name + ")") << value;
    for (const std::string word : {"NaN", "Infinity", "-Infinity", "inf", "0x7fffffff", "+1", "01", ".5", "1."})
      EXPECT_EQ(verdict_on(policy(), set_of_one(name, word)), "malformed_json(payload)") << word;
  }
}

TEST(Attack54, FractionsAndExponentsAreTimes) {
  const auto policy = [] { return decided().any_issuer().any_audience().leeway(Duration(0)); };
  for (const std::string good : {"1800000000.5", "1800000000.000001", "1.8000001e9", "18000000001e-1"})
    EXPECT_EQ(verdict_on(policy(), set_of_one("exp", good)), "ok") << good;
  for (const std::string late :
       {"1800000000", "1800000000.0000009", "1799999999.999999999", "18e8", "0", "-0", "0e400"})
    EXPECT_EQ(verdict_on(policy(), set_of_one("exp", late)), "token_expired(exp)") << late;
  EXPECT_EQ(verdict_on(policy(), R"({"nbf":1800000000.000001})"), "token_not_yet_valid(nbf)");
  EXPECT_EQ(verdict_on(policy(), R"({"nbf":1800000000.0000009})"), "ok");
}

TEST(Attack54, LeewaySaturates) {
  const auto policy = [] { return decided().any_issuer().any_audience().leeway(std::chrono::seconds(60)); };
  EXPECT_EQ(verdict_on(policy(), R"({"exp":9223372036854.775807})"), "ok");
  EXPECT_EQ(verdict_on(policy().max_age(Duration::max()), R"({"iat":1799999999})"), "ok");
  EXPECT_EQ(verdict_on(policy(), R"({"nbf":9223372036854.775807})"), "token_not_yet_valid(nbf)");
  EXPECT_EQ(verdict_on(policy(), R"({"iat":9223372036854.775807})"), "token_not_yet_valid(iat)");
}

TEST(Attack54, IssuedInTheFutureIsRefused) {
  const auto policy = [] { return decided().any_issuer().any_audience(); };
  EXPECT_EQ(verdict_on(policy(), R"({"iat":1800000010})"), "ok") << "within the leeway of ten seconds";
  EXPECT_EQ(verdict_on(policy(), R"({"iat":1800000010.000001})"), "token_not_yet_valid(iat)");
}

TEST(Attack55, AVerifierWithoutAnAudienceDecisionDoesNotBuild) {
  const JwkSet keys = set_for(hs256());
  EXPECT_EQ(outcome(jwt::Verifier::build(decided().issuer(kIssuer), keys)), "policy_incomplete(audience)");
  EXPECT_EQ(outcome(jwt::Verifier::build(decided().issuer(kIssuer).audience(""), keys)), "policy_incomplete(audience)");
  EXPECT_EQ(outcome(jwt::Verifier::build(decided().issuer(kIssuer).audience("api").any_audience(), keys)),
            "policy_incomplete(audience)");
  EXPECT_EQ(outcome(jwt::Verifier::build(decided().issuer(kIssuer).audience("api"), keys)), "ok");
  EXPECT_EQ(outcome(jwt::Verifier::build(decided().issuer(kIssuer).any_audience(), keys)), "ok");
}

TEST(Attack55, NothingElseIsLeftOpenEither) {
  const JwkSet keys = set_for(hs256());
  EXPECT_EQ(outcome(jwt::Verifier::build(decided().audience("api"), keys)), "policy_incomplete(issuer)");
  EXPECT_EQ(outcome(jwt::Verifier::build(jwt::Policy().issuer(kIssuer).audience("api").typ_jwt(), keys)),
            "policy_incomplete(alg)");
  EXPECT_EQ(outcome(jwt::Verifier::build(jwt::Policy().issuer(kIssuer).audience("api").algorithms({"HS256"}), keys)),
            "policy_incomplete(typ)");
}

}  // namespace
}  // namespace signet::test
