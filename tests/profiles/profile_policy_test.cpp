// Profiles in policies and builders.
#include "profiles/profile_case.h"
#include "signet/diagnosis.h"
#include "signet/profiles.h"
#include "tokens.h"

namespace signet::test {
namespace {

using jwt::Policy;

const jwt::Profile& profile(std::string_view id) {
  return *jwt::find_profile(id);
}
Policy open() {
  return Policy().any_issuer().any_audience().algorithms({"ES256"});
}
std::string built(Policy policy) {
  return outcome(jwt::Verifier::build(std::move(policy), signing_keys()));
}

TEST(ProfilePolicy, AKindWithATypOfItsOwnDecidesTheTyp) {
  EXPECT_EQ(built(open()), "policy_incomplete(typ)");
  EXPECT_EQ(built(open().profile(profile("at+jwt"))), "ok");
  EXPECT_EQ(built(open().profile(profile("at+jwt")).typ("application/AT+JWT")), "ok");
  EXPECT_EQ(built(open().profile(profile("at+jwt")).typ("JWT")), "policy_incomplete(typ)");
  EXPECT_EQ(built(open().profile(profile("at+jwt")).typ_jwt()), "policy_incomplete(typ)");
  EXPECT_EQ(built(open().profile(profile("at+jwt")).any_typ()), "policy_incomplete(typ)");
  EXPECT_EQ(built(open().profile(profile("jar")).typ("oauth-authz-req+jwt")), "ok");  // narrower than the document
}

TEST(ProfilePolicy, AKindThatNothingDistinguishesNeedsOne) {
  EXPECT_EQ(built(open().profile(profile("openid-id-token"))), "policy_incomplete(typ)");
  EXPECT_EQ(built(open().profile(profile("openid-id-token")).typ_jwt()), "ok");
  EXPECT_EQ(built(open().profile(profile("openid-id-token")).typ("id+jwt")), "ok");  // the application's own
}

TEST(ProfilePolicy, OneKindAndAnyOverlays) {
  EXPECT_EQ(built(open().profile(profile("at+jwt")).profile(profile("logout-token"))), "policy_incomplete(profile)");
  EXPECT_EQ(built(open().profile(profile("rar")).profile(profile("mtls"))), "ok");  // both on at+jwt
  EXPECT_EQ(built(open().profile(profile("at+jwt")).profile(profile("pop"))), "ok");
  EXPECT_EQ(built(open().profile(profile("jwt")).profile(profile("at+jwt"))), "ok");          // its base
  EXPECT_EQ(built(open().profile(profile("mtls")).profile(profile("jwt")).typ_jwt()), "ok");  // on another kind
  EXPECT_EQ(built(open().profile(profile("dpop"))), "policy_incomplete(profile)");
}

TEST(ProfilePolicy, OverlaysBringTheRulesOfTheirBase) {
  const auto verifier = jwt::Verifier::build(open().profile(profile("rar")), signing_keys()).value();
  const auto said = [&](std::string_view header, std::string_view claims) {
    return outcome(verifier.verify(signed_token(header, claims), Timestamp(std::chrono::seconds(5))));
  };
  EXPECT_EQ(said(R"({"typ":"JWT"})", "{}"), "typ_mismatch(typ)");
  EXPECT_EQ(said(R"({"typ":"at+jwt"})", R"({"authorization_details":[]})"), "claim_missing(iss)");
}

TEST(ProfilePolicy, MissingClaimsAreToldWithTheRuleOfTheProfile) {
  const auto verifier = jwt::Verifier::build(open().profile(profile("at+jwt")).require("jti"), signing_keys()).value();
  const auto failures =
      verifier.failures(signed_token(R"({"typ":"at+jwt"})", R"({"iss":"a","exp":100,"aud":"b","sub":"c"})"),
                        Timestamp(std::chrono::seconds(5)));
  ASSERT_EQ(failures.size(), 3U);  // client_id, iat, jti: each once
  for (const Error& error : failures) {
    EXPECT_EQ(error.code, Errc::claim_missing);
    ASSERT_NE(error.rule, nullptr) << error.subject;
    EXPECT_EQ(error.rule->section, "RFC 9068 2.2");
  }
}

// Claims that a profile names are looked at, whatever the policy says about others.
// An expectation that nobody looks at would seem to hold.
TEST(ProfilePolicy, WhatIsGivenIsCompared) {
  constexpr std::string_view kAcr[] = {"gold"};
  const auto plain = jwt::Verifier::build(open().typ_jwt(), signing_keys()).value();
  const auto grant =
      jwt::Verifier::build(open().typ_jwt().profile(profile("jwt-bearer-grant")), signing_keys()).value();
  const auto jarm = jwt::Verifier::build(open().typ_jwt().profile(profile("jarm")), signing_keys()).value();
  const std::string token =
      signed_token(R"({"typ":"JWT"})", R"({"iss":"a","aud":"b","sub":"c","exp":100,"state":"s","nonce":"n"})");
  const auto said = [&token](const jwt::Verifier& verifier, const jwt::Context& context) {
    const Timestamp now(std::chrono::seconds(5));
    const std::string verdict = outcome(verifier.verify(token, now, context));
    const auto explained = verifier.explain(token, now, context);
    EXPECT_EQ(explained.refusal ? to_string(*explained.refusal) : "ok", verdict);
    EXPECT_EQ(verifier.failures(token, now, context).empty(), verdict == "ok");
    return verdict;
  };
  for (const jwt::Context& context : {jwt::Context{.client_id = "b"},
                                      {.assertion_issuer = "a"},
                                      {.nonce = "n"},
                                      {.access_token = "x"},
                                      {.code = "x"},
                                      {.front_channel = true},
                                      {.state = "s"},
                                      {.subject = "c"},
                                      {.resource = "x"},
                                      {.actor = "x"},
                                      {.actor_issuer = "x"},
                                      {.legacy_audience = true},
                                      {.acr_values = kAcr},
                                      {.max_auth_age = Duration(1)}}) {
    EXPECT_EQ(said(plain, context), "policy_incomplete(context)");
    EXPECT_EQ(said(grant, context), "policy_incomplete(context)");
  }
  EXPECT_EQ(said(plain, {}), "ok");
  EXPECT_EQ(said(jarm, {.client_id = "b", .state = "s"}), "ok");
  EXPECT_EQ(said(jarm, {.client_id = "b", .nonce = "n", .state = "s"}), "policy_incomplete(context)");
}

TEST(ProfilePolicy, ClaimsOfTheProfileAreStrict) {
  const auto claims =
      R"({"iss":"a","exp":100,"aud":"b","sub":"c","client_id":"d","iat":5,"jti":"e","scope":" ","email":"?"})";
  const auto said = [&](Policy policy) {
    const auto verifier = jwt::Verifier::build(std::move(policy), signing_keys()).value();
    return outcome(verifier.verify(signed_token(R"({"typ":"at+jwt"})", claims), Timestamp(std::chrono::seconds(5))));
  };
  EXPECT_EQ(said(open().profile(profile("at+jwt")).registered_claims(jwt::Scrutiny::off)), "claim_rule(scope)");
  EXPECT_EQ(said(open().any_typ().registered_claims(jwt::Scrutiny::off)), "ok");
}

TEST(ProfileBuilder, MakesWhatTheVerifierTakes) {
  const auto signer = signing_key().signer().value();
  jwt::Builder builder;
  builder.profile(profile("at+jwt")).issuer("https://as.example").audience("api").subject("u").token_id("1");
  EXPECT_EQ(outcome(builder.payload()), "claim_missing(exp)");
  builder.issued_at(Timestamp(std::chrono::seconds(1))).expires_at(Timestamp(std::chrono::seconds(100)));
  EXPECT_EQ(outcome(builder.payload()), "claim_missing(client_id)");
  builder.claim("client_id", "c");
  const std::string token = builder.sign(*signer).value();
  const auto verifier = jwt::Verifier::build(open().profile(profile("at+jwt")), signing_keys()).value();
  EXPECT_EQ(outcome(verifier.verify(token, Timestamp(std::chrono::seconds(5)))), "ok");
  for (const std::string_view typ : {"JWT", "", "logout+jwt"})
    EXPECT_EQ(outcome(builder.typ(typ).sign(*signer)), "typ_mismatch(typ)") << typ;
  EXPECT_EQ(outcome(builder.typ("application/at+jwt").sign(*signer)), "ok");
}

// Where the document leaves a choice, and where it says nothing.
TEST(ProfileBuilder, ATypThatTheDocumentAllows) {
  const auto with = [](std::string_view id, std::string_view typ) {
    return outcome(
        jwt::Builder()
            .profile(profile(id))
            .typ(typ)
            .claims_json(R"({"iss":"https://a.example","sub":"s","aud":"b","exp":9,"iat":1,"client_id":"c"})")
            .payload());
  };
  EXPECT_EQ(with("jar", "JWT"), "ok");
  EXPECT_EQ(with("jar", ""), "ok");
  EXPECT_EQ(with("jar", "at+jwt"), "typ_mismatch(typ)");
  EXPECT_EQ(with("openid-id-token", "id+jwt"), "ok");
  EXPECT_EQ(with("openid-id-token", ""), "ok");
}

// A name that somebody else has chosen is cut and escaped before it is in an error.
TEST(ProfileBuilder, NamesInErrorsAreSafeInALog) {
  const auto named = [](std::string_view name) {
    return outcome(jwt::Builder()
                       .profile(profile("userinfo"))
                       .issuer("https://op.example")
                       .subject("joe")
                       .audience("app")
                       .claim_json(name, "null")
                       .payload());
  };
  EXPECT_EQ(named("\x1b[31m\n"), R"(claim_rule(\x1b[31m\x0a))");
  EXPECT_LT(named(std::string(10'000, 'x')).size(), 100U);
}

TEST(ProfileBuilder, RefusesWhatTheDocumentForbidsToIssuers) {
  const auto said = [](std::string_view id, std::string_view claims) {
    return outcome(jwt::Builder().profile(profile(id)).claims_json(claims).payload());
  };
  EXPECT_EQ(said("openid-id-token", R"({"iss":"http://op.example","sub":"a","aud":"c","exp":100,"iat":5})"),
            "claim_rule(iss)");
  EXPECT_EQ(said("openid-id-token", R"({"iss":"https://op.example?x","sub":"a","aud":"c","exp":100,"iat":5})"),
            "claim_rule(iss)");
  EXPECT_EQ(said("openid-id-token", R"({"iss":"https://op.example","sub":"a","aud":"c","exp":100,"iat":5})"), "ok");
  EXPECT_EQ(said("dpop", R"({"jti":"a","htm":"GET","htu":"https://a.example/","iat":5})"),
            "policy_incomplete(profile)");
  EXPECT_EQ(said("logout-token", R"({"iss":"https://op.example","aud":"c","exp":100,"iat":5,"jti":"x","sid":"s",
    "nonce":"n","events":{"http://schemas.openid.net/event/backchannel-logout":{}}})"),
            "claim_rule(nonce)");
}

// OpenID Connect Core 1.0 appendix A: the access token and the code of its examples.
TEST(TokenHash, OfTheExamples) {
  const auto& rs256 = *find_signature_algorithm("RS256");
  EXPECT_EQ(jwt::token_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", rs256), "77QmUPtjPfzWtF2AnpK9RQ");
  EXPECT_EQ(jwt::token_hash("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", rs256),
            "LDktKdoQak3Pk0cnXxCltA");
}

TEST(TokenHash, SizesByAlgorithm) {
  const auto size = [](std::string_view alg, std::string_view crv = {}) {
    const auto hash = jwt::token_hash("token", *find_signature_algorithm(alg), crv);
    return hash ? hash->size() : 0;
  };
  EXPECT_EQ(size("HS256"), 22U);
  EXPECT_EQ(size("PS384"), 32U);
  EXPECT_EQ(size("ES512"), 43U);
  EXPECT_EQ(size("EdDSA", "Ed25519"), 43U);
  EXPECT_EQ(size("EdDSA", "Ed448"), 76U);
  EXPECT_EQ(size("Ed448"), 76U);
  EXPECT_EQ(size("EdDSA"), 0U);  // which curve?
  EXPECT_EQ(size("ML-DSA-44"), 43U);
}

}  // namespace
}  // namespace signet::test
