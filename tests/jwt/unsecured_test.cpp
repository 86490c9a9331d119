// "alg":"none" behind its own names, and nowhere else.
#include "signet/unsecured.h"

#include "token_fixture.h"

namespace signet::test {
namespace {

std::string b64(std::string_view text) {
  return base64url::encode(as_bytes(text));
}
std::string with_header(std::string_view header, std::string_view payload = "{}", std::string_view signature = "") {
  return b64(header) + "." + b64(payload) + "." + std::string(signature);
}
std::string decoded(std::string_view token) {
  const std::string as_jwt = outcome(unsecured::decode(token));
  EXPECT_EQ(outcome(unsecured::decode_jws(token)), as_jwt);
  return as_jwt;
}

// RFC 7519 section 6.1, which is also RFC 7515 appendix A.5
constexpr std::string_view kExample =
    "eyJhbGciOiJub25lIn0."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";

TEST(Unsecured, ReadsTheExampleOfRfc7519) {
  const auto token = unsecured::decode(kExample).value();
  EXPECT_EQ(token.header().find("alg")->string(), "none");
  EXPECT_EQ(token.unprotected_claims().issuer(), "joe");
  EXPECT_EQ(token.unprotected_claims().expires_at(), at(1300819380));
  EXPECT_EQ(token.unprotected_claims().find("http://example.com/is_root")->boolean(), true);
}

TEST(Unsecured, MakesTheExampleOfRfc7515) {
  const auto token = unsecured::decode_jws(kExample).value();
  EXPECT_EQ(unsecured::sign(token.unprotected_payload()).value(), kExample);
}

TEST(Unsecured, WhatIsMadeCanBeRead) {
  const std::string token = unsecured::sign(jwt::Builder().issuer("joe").claim("n", 1)).value();
  EXPECT_EQ(token, with_header(R"({"alg":"none","typ":"JWT"})", R"({"iss":"joe","n":1})"));
  EXPECT_EQ(decoded(token), "ok");
  EXPECT_EQ(unsecured::sign(jwt::Builder(), "").value(), with_header(R"({"alg":"none"})"));
  EXPECT_EQ(unsecured::sign(as_bytes("x"), {.typ = "a", .cty = "b"}).value(),
            with_header(R"({"alg":"none","typ":"a","cty":"b"})", "x"));
}

TEST(Unsecured, BuilderAndHeaderAreHeldToTheirRules) {
  EXPECT_EQ(outcome(unsecured::sign(jwt::Builder().claim("exp", "soon"))), "claim_type(exp)");
  constexpr std::string_view kSecret = R"({"jwk":{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}})";
  EXPECT_EQ(outcome(unsecured::sign(jwt::Builder().issuer("joe").claim_json("cnf", kSecret))), "claim_rule(cnf)");
  EXPECT_EQ(outcome(unsecured::sign(as_bytes("x"), {.typ = "\xff"})), "header_parameter(typ)");
  EXPECT_EQ(outcome(unsecured::sign(Bytes(jws::kMaxSize))), "limit_exceeded(payload)");
}

TEST(Unsecured, TheNameIsExact) {
  EXPECT_EQ(decoded(with_header(R"({"alg":"none"})")), "ok");
  for (const std::string_view alg :
       {"None", "NONE", "nOnE", "none ", " none", "none\\u0000", "", "HS256", "\\u006eone2"})
    EXPECT_EQ(decoded(with_header(R"({"alg":")" + std::string(alg) + R"("})")), "alg_not_allowed(alg)") << alg;
  // One JSON text of the same string
  EXPECT_EQ(decoded(with_header(R"({"alg":"\u006eone"})")), "ok");
  EXPECT_EQ(decoded(with_header("{}")), "header_parameter(alg)");
  EXPECT_EQ(decoded(with_header(R"({"alg":null})")), "header_parameter(alg)");
}

TEST(Unsecured, TheLastSegmentIsEmpty) {
  EXPECT_EQ(decoded(with_header(R"({"alg":"none"})", "{}", "AA")), "malformed_token(signature)");
  EXPECT_EQ(decoded(token_of("{}")), "malformed_token(signature)");
  EXPECT_EQ(decoded(with_header(R"({"alg":"none"})", "{}", ".")), "malformed_token(segments)");
  EXPECT_EQ(decoded(b64(R"({"alg":"none"})") + "." + b64("{}")), "malformed_token(segments)");
}

TEST(Unsecured, CritAndB64AreAsStrictAsElsewhere) {
  EXPECT_EQ(decoded(with_header(R"({"alg":"none","crit":["x"],"x":1})")), "crit_unknown(x)");
  EXPECT_EQ(decoded(with_header(R"({"alg":"none","crit":[]})")), "crit_malformed(crit)");
  EXPECT_EQ(decoded(with_header(R"({"alg":"none","crit":["b64"],"b64":false})")), "crit_unknown(b64)");
  EXPECT_EQ(decoded(with_header(R"({"alg":"none","b64":false})")), "header_parameter(b64)");
  EXPECT_EQ(decoded(with_header(R"({"alg":"none","alg":"none"})")), "duplicate_name(alg)");
}

TEST(Unsecured, ClaimsHaveTheirTypes) {
  EXPECT_EQ(outcome(unsecured::decode(with_header(R"({"alg":"none"})", R"({"exp":"x"})"))), "claim_type(exp)");
  EXPECT_EQ(outcome(unsecured::decode(with_header(R"({"alg":"none"})", "[]"))), "claim_type(payload)");
  EXPECT_EQ(outcome(unsecured::decode(with_header(R"({"alg":"none"})", "{"))), "malformed_json(payload)");
  EXPECT_EQ(outcome(unsecured::decode(with_header(R"({"alg":"none"})", R"({"a":1,"a":1})"))), "duplicate_name(a)");
  EXPECT_EQ(outcome(unsecured::decode(std::string(70000, 'A'))), "limit_exceeded(token)");
}

std::string held_against(const jwt::Policy& policy, std::string_view payload,
                         std::string_view header = R"({"alg":"none"})") {
  return outcome(unsecured::check(unsecured::decode(with_header(header, payload)).value(), policy, kNow));
}
jwt::Policy any() {
  return jwt::Policy().any_issuer().any_audience().any_typ();
}

TEST(Unsecured, RulesOfAPolicyApplyOnRequest) {
  EXPECT_EQ(held_against(any(), "{}"), "ok");
  EXPECT_EQ(held_against(any(), R"({"exp":1})"), "token_expired(exp)");
  EXPECT_EQ(held_against(any().require("jti"), "{}"), "claim_missing(jti)");
  const auto joe = [] { return jwt::Policy().issuer("joe").audience("api").typ_jwt(); };
  EXPECT_EQ(held_against(joe(), R"({"iss":"joe","aud":["api"]})"), "ok");
  EXPECT_EQ(held_against(joe(), R"({"iss":"jim","aud":["api"]})"), "claim_mismatch(iss)");
  EXPECT_EQ(held_against(joe(), R"({"iss":"joe","aud":["mail"]})"), "claim_mismatch(aud)");
  EXPECT_EQ(held_against(joe(), R"({"iss":"joe","aud":"api"})", R"({"alg":"none","typ":"at+jwt"})"),
            "typ_mismatch(typ)");
  EXPECT_EQ(
      held_against(any().check("mine", [](const auto&, Timestamp) { return fail(Errc::claim_rule, "mine"); }), "{}"),
      "claim_rule(mine)");
}

TEST(Unsecured, ThePolicyIsDecidedButNamesNoAlgorithm) {
  EXPECT_EQ(held_against(jwt::Policy(), "{}"), "policy_incomplete(issuer)");
  EXPECT_EQ(held_against(any().algorithms({"ES256"}), "{}"), "policy_incomplete(alg)");
  EXPECT_EQ(held_against(any().dated("2026-11"), "{}"), "policy_incomplete(alg)");
}

TEST(Unsecured, NothingThatVerifiesCanNameIt) {
  EXPECT_EQ(find_signature_algorithm("none"), nullptr);
  const std::string_view names[] = {"none"};
  EXPECT_EQ(outcome(AlgorithmSet::of(names)), "alg_unknown(none)");
  EXPECT_EQ(outcome(jwt::Verifier::build(any().algorithms({"none"}), hmac_set())), "alg_unknown(none)");
  EXPECT_EQ(verdict(verifier(open_policy()), kExample), "malformed_token(signature)");
  AlgorithmSet all;
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    EXPECT_NE(describe(*row).name, "none");
    all.add(*row);
  }
  EXPECT_EQ(outcome(jws::verify_compact(kExample, hmac_set(), all)), "malformed_token(signature)");
  EXPECT_EQ(outcome(jws::verify_compact(std::string(kExample) + "AA", hmac_set(), all)), "alg_not_allowed(alg)");
}

}  // namespace
}  // namespace signet::test
