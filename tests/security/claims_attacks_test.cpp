// Attacks on claims: rows 52 to 55.
#include <string>
#include <vector>

#include "target.h"

namespace signet::test {
namespace {

std::string token_of(std::string_view payload) {
  return forge(header_for(row("HS256")), payload, *signer_for(row("HS256")));
}
Target target_of(std::vector<std::string> issuers, std::vector<std::string> audiences,
                 std::optional<std::chrono::seconds> leeway = {}) {
  const Key& key = key_for(row("HS256"));
  return {
      Rules{
          .issuers = std::move(issuers), .audiences = std::move(audiences), .algorithms = {"HS256"}, .leeway = leeway},
      std::span(&key, 1)};
}
/// The well-signed token of this payload is refused, or holds when that is expected.
void expect(const Target& target, std::string_view payload, std::string_view expected,
            const std::source_location& where = std::source_location::current()) {
  if (expected == "ok") {
    accept(target, token_of(payload), where);
  } else {
    refuse(target, token_of(payload), expected, where);
  }
}
/// {"NAME":VALUE}
std::string set_of_one(std::string_view name, std::string_view value) {
  return std::string("{\"").append(name).append("\":").append(value).append("}");
}
jwt::Policy decided() {
  return jwt::Policy().algorithms({"HS256"}).typ_jwt();
}

TEST(Attack52, AudienceOfEveryTypeUnderEveryPolicy) {
  const Target expecting = target_of({}, {"api"});
  const Target either = target_of({}, {"web", "api"});
  const Target ignoring = target_of({}, {});
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
    expect(expecting, payload, one.expecting);
    expect(either, payload, one.either);
    expect(ignoring, payload, one.ignoring);
  }
  expect(expecting, "{}", "claim_missing(aud)");
  expect(ignoring, "{}", "ok");
}

TEST(Attack52, AudienceOfAWrongTypeIsRefusedEvenWhenIgnored) {
  for (const std::string aud : {"[]", "[1]", R"(["api",1])", R"([["api"]])", R"([{"api":1}])", R"(["api",null])", "{}",
                                R"({"api":true})", R"({"0":"api"})", "null", "1", "true"}) {
    for (const Target& target : {target_of({}, {"api"}), target_of({}, {})})
      expect(target, set_of_one("aud", aud), "claim_type(aud)");
  }
}

TEST(Attack52, IssuerOfAWrongTypeIsRefusedEvenWhenIgnored) {
  for (const std::string iss :
       {R"(["https://as.example"])", R"([])", "{}", R"({"0":"https://as.example"})", "null", "1", "true", "false"}) {
    for (const Target& target : {target_of({std::string(kIssuer)}, {}), target_of({}, {})})
      expect(target, set_of_one("iss", iss), "claim_type(iss)");
  }
}

TEST(Attack53, IssuersAreTheSameBytesOrOthers) {
  const Target target = target_of({"https://as.example/t%C3%A9"}, {});
  const auto with = [](const std::string& iss) { return R"({"iss":")" + iss + R"("})"; };
  expect(target, with("https://as.example/t%C3%A9"), "ok");
  expect(target, with(R"(https:\/\/as.example\/t%C3%\u00419)"), "ok");  // escapes of JSON are no other bytes
  for (const std::string iss : {
           "https://as.example/t",                     // a prefix of it
           "https://as.example/t%C3%A9x",              // it is a prefix
           "as.example/t%C3%A9",                       // a suffix
           "https://as.example/t%C3%A9/",              // trailing slash
           "https://as.example/t%C3%A9 ",              // white space
           " https://as.example/t%C3%A9",              //
           "HTTPS://as.example/t%C3%A9",               // case of the scheme
           "https://AS.example/t%C3%A9",               // case of the host
           "https://as.example:443/t%C3%A9",           // default port
           "https://as.example/./t%C3%A9",             // dot segment
           "https://as.example/t%c3%a9",               // case of the percent-encoding
           "https://as.example/t\xc3\xa9",             // without it
           R"(https://as.example/t%C3%A9\u0000)",      // a NUL behind it
           R"(https://as.example/t%C3%A9\u0000evil)",  //
           R"(https://as.example\u200b/t%C3%A9)",      // a character without width
           "",
       })
    expect(target, with(iss), "claim_mismatch(iss)");
}

TEST(Attack53, LettersThatAreComposedOtherwiseAreOthers) {
  const Target target = target_of({"t\xc3\xa9"}, {});
  expect(target, R"({"iss":"t\u00e9"})", "ok");
  expect(target, R"({"iss":"te\u0301"})", "claim_mismatch(iss)");
  expect(target, R"({"iss":"t\u00e9\u200b"})", "claim_mismatch(iss)");
}

TEST(Attack53, SeveralIssuersAreNoPattern) {
  const Target target = target_of({"https://a.example", "https://b.example"}, {});
  expect(target, R"({"iss":"https://b.example"})", "ok");
  for (const std::string iss : {"https://a.example,https://b.example", "https://a.examplehttps://b.example", "a", "*"})
    expect(target, R"({"iss":")" + iss + R"("})", "claim_mismatch(iss)");
}

TEST(Attack54, TimesOfAWrongTypeAreRefused) {
  const Target target = target_of({}, {});
  for (const std::string name : {"exp", "nbf", "iat"}) {
    for (const std::string value :
         {R"("1800000600")", R"("")", R"("never")", "true", "false", "null", "[]", "[1800000600]", "{}", "-1",
          "-0.000001", "-1e400", "1e30", "1e400", "9223372036854775807", "9223372036854775808", "18446744073709551616",
          "1e999999999", "9223372036854.775808"})
      expect(target, set_of_one(name, value), "claim_type(" + name + ")");
    for (const std::string word : {"NaN", "Infinity", "-Infinity", "inf", "0x7fffffff", "+1", "01", ".5", "1."})
      expect(target, set_of_one(name, word), "malformed_json(payload)");
  }
}

TEST(Attack54, FractionsAndExponentsAreTimes) {
  const Target target = target_of({}, {}, std::chrono::seconds(0));
  for (const std::string good : {"1800000000.5", "1800000000.000001", "1.8000001e9", "18000000001e-1"})
    expect(target, set_of_one("exp", good), "ok");
  for (const std::string late :
       {"1800000000", "1800000000.0000009", "1799999999.999999999", "18e8", "0", "-0", "0e400"})
    expect(target, set_of_one("exp", late), "token_expired(exp)");
  expect(target, R"({"nbf":1800000000.000001})", "token_not_yet_valid(nbf)");
  expect(target, R"({"nbf":1800000000.0000009})", "ok");
}

TEST(Attack54, LeewaySaturates) {
  const Target target = target_of({}, {}, std::chrono::seconds(60));
  expect(target, R"({"exp":9223372036854.775807})", "ok");
  const auto old =
      jwt::Verifier::build(decided().any_issuer().any_audience().max_age(Duration::max()), set_for(row("HS256")))
          .value();
  EXPECT_EQ(outcome(old.verify(token_of(R"({"iat":1799999999})"), kNow)), "ok");
  expect(target, R"({"nbf":9223372036854.775807})", "token_not_yet_valid(nbf)");
  expect(target, R"({"iat":9223372036854.775807})", "token_not_yet_valid(iat)");
}

TEST(Attack54, IssuedInTheFutureIsRefused) {
  const Target target = target_of({}, {});
  expect(target, R"({"iat":1800000010})", "ok");  // within the leeway of ten seconds
  expect(target, R"({"iat":1800000010.000001})", "token_not_yet_valid(iat)");
}

TEST(Attack55, AVerifierWithoutAnAudienceDecisionDoesNotBuild) {
  for (const auto* asked : all_rows()) {
    const JwkSet keys = set_for(*asked);
    const jwt::Policy open = jwt::Policy().issuer(kIssuer).algorithms({describe(*asked).name}).typ_jwt();
    const auto build = [&](const jwt::Policy& policy) { return outcome(jwt::Verifier::build(policy, keys)); };
    const auto does_not_build = [&](const jwt::Policy& policy) {
      refuse_result(Form::policy, name_of(*asked), build(policy), "policy_incomplete(audience)");
    };
    does_not_build(open);
    does_not_build(jwt::Policy(open).audience(""));
    does_not_build(jwt::Policy(open).audience("api").audience(""));
    does_not_build(jwt::Policy(open).audience("api").any_audience());
    EXPECT_EQ(build(jwt::Policy(open).audience("api")), "ok");
    EXPECT_EQ(build(jwt::Policy(open).any_audience()), "ok");
  }
}

TEST(Attack55, NothingElseIsLeftOpenEither) {
  for (const auto* asked : all_rows()) {
    const JwkSet keys = set_for(*asked);
    const std::string_view alg = describe(*asked).name;
    const auto does_not_build = [&](const jwt::Policy& policy, std::string_view expected) {
      refuse_result(Form::policy, alg, outcome(jwt::Verifier::build(policy, keys)), expected);
    };
    does_not_build(jwt::Policy().audience("api").algorithms({alg}).typ_jwt(), "policy_incomplete(issuer)");
    does_not_build(jwt::Policy().issuer("").audience("api").algorithms({alg}).typ_jwt(), "policy_incomplete(issuer)");
    does_not_build(jwt::Policy().issuer(kIssuer).any_issuer().audience("api").algorithms({alg}).typ_jwt(),
                   "policy_incomplete(issuer)");
    does_not_build(jwt::Policy().issuer(kIssuer).audience("api").typ_jwt(), "policy_incomplete(alg)");
    does_not_build(jwt::Policy().issuer(kIssuer).audience("api").algorithms({alg}), "policy_incomplete(typ)");
    does_not_build(jwt::Policy().issuer(kIssuer).audience("api").algorithms({alg}).typ(""), "policy_incomplete(typ)");
    does_not_build(jwt::Policy().issuer(kIssuer).audience("api").algorithms({alg}).typ_jwt().any_typ(),
                   "policy_incomplete(typ)");
  }
}

}  // namespace
}  // namespace signet::test
