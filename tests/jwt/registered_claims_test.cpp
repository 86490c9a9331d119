// Registered claims of a token: their values, what belongs together, and how strictly a policy looks.
#include <algorithm>
#include <chrono>

#include "signet/claim_registry.h"
#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::Scrutiny;
using jwt::Side;

TEST(RegisteredClaims, ValuesOfAVerifiedTokenAreChecked) {
  EXPECT_EQ(verdict(open_policy(), R"({"email":"jane@example.com"})"), "ok");
  EXPECT_EQ(verdict(open_policy(), R"({"email":"jane"})"), "claim_rule(email)");
  EXPECT_EQ(verdict(open_policy(), R"({"email":["jane@example.com"]})"), "claim_type(email)");
  EXPECT_EQ(verdict(open_policy(), R"({"sub":"mail to:jane"})"), "claim_rule(sub)");
  EXPECT_EQ(verdict(open_policy(), R"({"aud":["api","http://a b"]})"), "claim_rule(aud)");
  EXPECT_EQ(verdict(open_policy(), R"({"Email":7,"mail":7})"), "ok");  // not registered
}

TEST(RegisteredClaims, TypesComeFirstValuesAfterTheRulesOfThePolicy) {
  const auto policy = open_policy().require("a");
  const jwt::Verifier strict = verifier(policy);
  EXPECT_EQ(all_failures(strict, token_of(R"({"locale":"?","exp":1,"amr":"pwd","cnf":{"kid":"1"},"birthdate":"x"})")),
            (std::vector<std::string>{"claim_type(amr)", "claim_missing(a)", "token_expired(exp)", "claim_rule(locale)",
                                      "claim_rule(birthdate)", "claim_rule(cnf)"}));
}

TEST(RegisteredClaims, APolicyMayWarnOrNotLook) {
  constexpr std::string_view kBroken = R"({"email":"jane","amr":"pwd","vot":"P1"})";
  EXPECT_EQ(verdict(open_policy().registered_claims(Scrutiny::off), kBroken), "ok");
  const jwt::Verifier warning = verifier(open_policy().registered_claims(Scrutiny::warn));
  const auto verified = warning.verify(token_of(kBroken), kNow);
  ASSERT_TRUE(verified);
  std::vector<std::string> warnings;
  for (const Error& error : verified->warnings()) warnings.push_back(to_string(error));
  EXPECT_EQ(warnings, (std::vector<std::string>{"claim_rule(email)", "claim_type(amr)", "claim_rule(vot)"}));
  EXPECT_EQ(verdict(warning, token_of(R"({"iss":1})")), "claim_type(iss)");  // whatever the policy
  EXPECT_EQ(verdict(warning, token_of(R"({"iss":"a b:"})")), "ok");
}

TEST(RegisteredClaims, WarningsOfAScratchAreThoseOfItsLastToken) {
  const jwt::Verifier warning = verifier(open_policy().registered_claims(Scrutiny::warn));
  jwt::Scratch scratch;
  EXPECT_EQ(warning.verify(token_of(R"({"email":"jane"})"), kNow, scratch)->warnings().size(), 1U);
  EXPECT_EQ(warning.verify(token_of(R"({"email":"jane@example.com"})"), kNow, scratch)->warnings().size(), 0U);
}

/// "ok", or the first thing that is wrong with a claims set.
std::string judged(std::string_view claims, Side side) {
  const json::Document document = json::Document::parse(claims).value();
  const std::vector<Error> errors = jwt::check_claims_set(document.root(), side);
  return errors.empty() ? "ok" : to_string(errors.front());
}

struct TokenRuleCase {
  std::string_view broken;  ///< by the rule between claims alone
  std::string_view mended;
  std::string_view error;
};
constexpr TokenRuleCase kForAll[] = {
    {R"({"phone_number":"555-1212","phone_number_verified":true})",
     R"({"phone_number":"+1 (604) 555-1234;ext=5678","phone_number_verified":true})",
     "claim_rule(phone_number_verified)"},
    {R"({"phone_number_verified":true})", R"({"phone_number_verified":false})", "claim_rule(phone_number_verified)"},
    {R"({"cnf":{"kid":"1"}})", R"({"cnf":{"kid":"1"},"sub":"joe"})", "claim_rule(cnf)"},
    {R"({"_claim_names":{"address":"src9"},"_claim_sources":{"src1":{"JWT":"a.b.c"}}})",
     R"({"_claim_names":{"address":"src1"},"_claim_sources":{"src1":{"JWT":"a.b.c"}}})", "claim_rule(_claim_names)"},
    {R"({"_claim_names":{"verified_claims":["src1","src2"]},"_claim_sources":{"src1":{"JWT":"a.b.c"}}})",
     R"({"_claim_names":{"verified_claims":{"src1":{}}},"_claim_sources":{"src1":{"JWT":"a.b.c"}}})",
     "claim_rule(_claim_names)"},
    {R"({"vot":"P1.Cc"})", R"({"vot":"P1.Cc","vtm":"https://example.org/vot"})", "claim_rule(vot)"},
    {R"({"hwmodel":"fJYq"})", R"({"hwmodel":"fJYq","oemid":76543})", "claim_rule(hwmodel)"},
    {R"({"oemid":76543,"hwversion":["2.0"]})", R"({"oemid":76543,"hwmodel":"fJYq","hwversion":["2.0"]})",
     "claim_rule(hwversion)"},
    {R"({"oemboot":true})", R"({"oemboot":true,"oemid":76543})", "claim_rule(oemboot)"},
    {R"({"dbgstat":"disabled-permanently"})", R"({"dbgstat":"disabled"})", "claim_rule(dbgstat)"},
    {R"({"swversion":["3.1.4"]})", R"({"swname":"X","swversion":["3.1.4"]})", "claim_rule(swversion)"},
    {R"({"exi":3600})", R"({"exi":3600,"jti":"rs1"})", "claim_rule(exi)"},
    {R"({"cdnistt":1})", R"({"cdnistt":1,"cdniets":30})", "claim_rule(cdnistt)"},
    {R"({"rcdi":{"/nam":"sha256-sM275lTgzCte+LHOKHtU4SxG8shlOo6OS4ot8IJQImY="}})",
     R"({"rcd":{"nam":"Q"},"rcdi":{"/nam":"sha256-sM275lTgzCte+LHOKHtU4SxG8shlOo6OS4ot8IJQImY="}})",
     "claim_rule(rcdi)"},
    {R"({"rph":{"auth":["ets.0"]},"sph":"psap-callback"})", R"({"rph":{"auth":["esnet.0"]},"sph":"psap-callback"})",
     "claim_rule(sph)"},
};
constexpr TokenRuleCase kForIssuers[] = {
    {R"({"exp":5,"nbf":5})", R"({"exp":6,"nbf":5})", "claim_rule(exp)"},
    {R"({"exp":5,"iat":5})", R"({"exp":6,"iat":5})", "claim_rule(exp)"},
    {R"({"auth_time":6,"iat":5})", R"({"auth_time":5,"iat":5})", "claim_rule(auth_time)"},
    {R"({"cdnicrit":"x_ext1"})", R"({"cdnicrit":"x_ext1","x_ext1":1})", "claim_rule(cdnicrit)"},
    {R"({"cdnicrit":"cdniv","cdniv":1})", R"({"cdniv":1})", "claim_rule(cdnicrit)"},
    {R"({"_claim_sources":{"src1":{"JWT":"a.b.c"}}})",
     R"({"_claim_names":{},"_claim_sources":{"src1":{"JWT":"a.b.c"}}})", "claim_rule(_claim_sources)"},
};

TEST(RegisteredClaims, WhatBelongsTogether) {
  for (const TokenRuleCase& row : kForAll) {
    EXPECT_EQ(verdict(open_policy(), row.broken), row.error) << row.broken;
    EXPECT_EQ(verdict(open_policy(), row.mended), "ok") << row.mended;
    EXPECT_EQ(judged(row.broken, Side::issuer), row.error) << row.broken;
  }
}

// A recipient is no stricter than the documents.
TEST(RegisteredClaims, RulesForIssuersAreNoReasonToRefuse) {
  for (const TokenRuleCase& row : kForIssuers) {
    EXPECT_EQ(judged(row.broken, Side::issuer), row.error) << row.broken;
    EXPECT_EQ(judged(row.broken, Side::recipient), "ok") << row.broken;
    EXPECT_EQ(judged(row.mended, Side::issuer), "ok") << row.mended;
    EXPECT_EQ(outcome(jwt::Builder().claims_json(row.broken).payload()), row.error) << row.broken;
    EXPECT_EQ(outcome(jwt::Builder().claims_json(row.mended).payload()), "ok") << row.mended;
  }
}

TEST(RegisteredClaims, EveryRuleBetweenClaimsIsAboutRegisteredOnes) {
  for (const jwt::TokenRule& rule : jwt::token_rules()) {
    EXPECT_NE(jwt::find_registered_claim(rule.claim), nullptr) << rule.claim;
    EXPECT_EQ(rule.companion.empty(), rule.holds != nullptr) << rule.claim;
    EXPECT_TRUE(rule.companion.empty() || jwt::find_registered_claim(rule.companion) != nullptr) << rule.companion;
  }
}

/// Every number below `count` with these texts around it, and commas between.
std::string many(int count, std::string_view before, std::string_view behind) {
  std::string text;
  for (int i = 0; i < count; ++i) text += joined({i == 0 ? "" : ",", before, std::to_string(i), behind});
  return text;
}

// Names that are looked for among many others: at quadratic cost each of these took a quarter of a minute or more.
TEST(RegisteredClaims, TheCostDoesNotGrowWithTheSquare) {
  constexpr int kMany = 24'000;
  const std::string members = many(kMany, "\"x", "\":0");
  const std::string texts[] = {
      joined({R"({"_claim_names":{"verified_claims":[)", many(kMany, "\"s", "\""), R"(]},"_claim_sources":{)",
              many(kMany, "\"s", R"(":{"JWT":""})"), "}}"}),
      joined({R"({"verified_claims":{"verification":{"trust_framework":"x","evidence":[)",
              many(kMany, R"({"type":"document","derived_claims":{"x)", "\":0}}"), R"(]},"claims":{)", members, "}}}"}),
      joined({R"({"cdnicrit":")", many(kMany, "x", ""), "\",", members, "}"}),
  };
  for (const std::string& text : texts) {
    const json::Document claims = json::Document::parse(text).value();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(jwt::check_claims_set(claims.root(), Side::issuer).empty()) << text.substr(0, 20);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10)) << text.substr(0, 20);
  }
}

// What the builder makes, every verifier of ours takes, and the other way round.
TEST(RegisteredClaims, TheBuilderRefusesWhatTheVerifierWouldRefuse) {
  EXPECT_EQ(outcome(jwt::Builder().claim("email", "jane").payload()), "claim_rule(email)");
  EXPECT_EQ(outcome(jwt::Builder().claim("amr", "pwd").payload()), "claim_type(amr)");
  EXPECT_EQ(outcome(jwt::Builder().issuer("http://a b").payload()), "claim_rule(iss)");
  EXPECT_EQ(outcome(jwt::Builder().claim("vot", "P1").payload()), "claim_rule(vot)");
}

}  // namespace
}  // namespace signet::test
