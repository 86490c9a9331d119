// Tokens of many issuers: each is judged by what was registered for the issuer that it names, and by nothing else.
#include "signet/issuer_registry.h"

#include "registry_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

class Registry : public RegistryTest {};

TEST_F(Registry, EachIssuerByItsOwnKeys) {
  found(1, "k1");
  found(2, "k2");
  IssuerRegistry all = registry();
  ASSERT_EQ(outcome(all.put(issuer_name(1), issuer_policy(), KeysAt{jwks_of(1)})), "ok");
  ASSERT_EQ(outcome(all.put(issuer_name(2), issuer_policy(), KeysAt{jwks_of(2)})), "ok");
  EXPECT_EQ(world->sent(), 0U) << "opened by its first token";
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
  EXPECT_EQ(world->sent(), 1U);
  EXPECT_EQ(verdict_of(all, token(2)), "ok");
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
  EXPECT_EQ(world->sent(), 2U);
  EXPECT_EQ(all.size(), 2U);
  EXPECT_EQ(all.open(), 2U);
  const auto verified = all.verify(token(1), world->now());
  EXPECT_EQ(verified.value().claims().issuer(), issuer_name(1));
  EXPECT_EQ(verified.value().key_id(), "k1");
}

TEST_F(Registry, TheSameKidAtTwoIssuersMeansTwoKeys) {
  found(1, "k");
  found(2, "k");
  IssuerRegistry all = registry();
  for (const int number : {1, 2}) ASSERT_TRUE(all.put(issuer_name(number), issuer_policy(), KeysAt{jwks_of(number)}));
  EXPECT_EQ(verdict_of(all, token(1, 1)), "ok");
  EXPECT_EQ(verdict_of(all, token(2, 2)), "ok");
  EXPECT_EQ(verdict_of(all, token(1, 2)), "bad_signature");
  EXPECT_EQ(verdict_of(all, token(2, 1)), "bad_signature");
}

TEST_F(Registry, EachIssuerByItsOwnPolicy) {
  found(1, "k1");
  found(2, "k2");
  IssuerRegistry all = registry();
  ASSERT_TRUE(all.put(issuer_name(1), issuer_policy(), KeysAt{jwks_of(1)}));
  ASSERT_TRUE(all.put(issuer_name(2), issuer_policy().require("jti"), KeysAt{jwks_of(2)}));
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
  EXPECT_EQ(verdict_of(all, token(2)), "claim_missing(jti)");
}

TEST_F(Registry, UnknownIssuersAreRefusedAndNothingIsFetched) {
  found(1, "k1");
  found(2, "k2");
  IssuerRegistry all = registry();
  ASSERT_TRUE(all.put(issuer_name(1), issuer_policy(), KeysAt{jwks_of(1)}));
  EXPECT_EQ(verdict_of(all, token(2)), "claim_mismatch(iss)");
  const auto signer = key_of(1).signer().value();
  for (const std::string_view almost :
       {"https://issuer-1.example/", "https://ISSUER-1.example", "http://issuer-1.example"})
    EXPECT_EQ(verdict_of(all, jwt::Builder().issuer(almost).audience("api").sign(*signer).value()),
              "claim_mismatch(iss)");
  EXPECT_EQ(verdict_of(all, jwt::Builder().audience("api").sign(*signer).value()), "claim_missing(iss)");
  const std::string list = jws::sign_compact(as_bytes(R"({"iss":["https://issuer-1.example"]})"), *signer).value();
  EXPECT_EQ(verdict_of(all, list), "claim_type(iss)");
  EXPECT_EQ(verdict_of(all, "no token"), "malformed_token(segments)");
  EXPECT_EQ(outcome(all.find(issuer_name(2))), "claim_mismatch(iss)");
  EXPECT_EQ(world->sent(), 0U);
}

TEST_F(Registry, KeysMayBeThereAlready) {
  found(1, "k1");
  IssuerRegistry all = registry({.max_open = 1});
  const Key key = key_of(1).public_key().value();
  ASSERT_TRUE(all.put("me", issuer_policy(), std::make_shared<JwkSet>(JwkSet::of(std::span(&key, 1)))));
  const std::string mine = jwt::Builder().issuer("me").audience("api").sign(*key_of(1).signer().value()).value();
  EXPECT_EQ(verdict_of(all, mine), "ok");
  EXPECT_EQ(all.open(), 0U) << "nothing of it is remote";
  EXPECT_FALSE(all.report("me"));
  EXPECT_EQ(world->sent(), 0U);
}

TEST_F(Registry, KeysMayBeDiscovered) {
  found(1, "k1");
  IssuerRegistry all = registry();
  ASSERT_TRUE(all.put(issuer_name(1), issuer_policy(), DiscoveredKeys{}));
  EXPECT_EQ(verdict_of(all, token(1)), "keys_unavailable(fetch_failed)");
  EXPECT_EQ(world->last_request().url, joined({issuer_name(1), "/.well-known/openid-configuration"}));
  ASSERT_TRUE(all.report(issuer_name(1)));
  EXPECT_EQ(all.report(issuer_name(1))->failures, 1U);
  world->serve([body = JwkSet::of(std::span(&key_of(1), 1)).to_public_json().value()](const HttpRequest& request) {
    const std::string issuer = issuer_name(1);
    if (request.url == joined({issuer, "/k"})) return served_set(body);
    return served_set(joined({R"({"issuer":")", issuer, R"(","jwks_uri":")", issuer, R"(/k"})"}));
  });
  world->advance(seconds(1));
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
}

TEST_F(Registry, WhatIsWrongIsToldWhenItIsRegistered) {
  IssuerRegistry all = registry({.max_issuers = 1});
  const auto put = [&all](std::string_view issuer, jwt::Policy policy, IssuerKeys keys) {
    return outcome(all.put(std::string(issuer), std::move(policy), std::move(keys)));
  };
  const IssuerKeys at = KeysAt{kKeysUrl};
  EXPECT_EQ(put("", issuer_policy(), at), "policy_incomplete(issuer)");
  EXPECT_EQ(put("i", issuer_policy().issuer("i"), at), "policy_incomplete(issuer)");
  EXPECT_EQ(put("i", issuer_policy().any_issuer(), at), "policy_incomplete(issuer)");
  EXPECT_EQ(put("i", jwt::Policy().any_audience().any_typ(), at), "policy_incomplete(alg)");
  EXPECT_EQ(put("i", issuer_policy().any_audience(), at), "policy_incomplete(audience)");
  EXPECT_EQ(put("i", issuer_policy(), KeysAt{"jwks"}), "fetch_refused(url)");
  EXPECT_EQ(put("i", issuer_policy(), DiscoveredKeys{}), "fetch_refused(issuer)");
  EXPECT_EQ(put("i", issuer_policy(), std::shared_ptr<const KeySource>()), "policy_incomplete(keys)");
  EXPECT_EQ(all.size(), 0U);
  EXPECT_EQ(put("i", issuer_policy(), at), "ok");
  EXPECT_EQ(put("j", issuer_policy(), at), "limit_exceeded(issuers)");
  EXPECT_EQ(put("i", issuer_policy(), at), "ok") << "one that is there is replaced";
  EXPECT_EQ(all.size(), 1U);
}

TEST_F(Registry, LimitsAndSeams) {
  const auto build = [this](IssuerRegistryOptions options) {
    return outcome(IssuerRegistry::build(seams(), std::move(options)));
  };
  EXPECT_EQ(build({.max_issuers = 0}), "limit_exceeded(max_issuers)");
  EXPECT_EQ(build({.max_issuers = 10'000'001}), "limit_exceeded(max_issuers)");
  EXPECT_EQ(build({.max_open = 0}), "limit_exceeded(max_open)");
  EXPECT_EQ(build({.max_open = 1'000'001}), "limit_exceeded(max_open)");
  EXPECT_EQ(build({.remote = {.max_body = 0}}), "limit_exceeded(max_body)");
  EXPECT_EQ(outcome(IssuerRegistry::build({.http = nullptr, .timers = world})), "policy_incomplete(seams)");
}

TEST_F(Registry, RemovedAndReplaced) {
  found(1, "k1");
  found(2, "k2");
  IssuerRegistry all = registry();
  ASSERT_TRUE(all.put(issuer_name(1), issuer_policy(), KeysAt{jwks_of(1)}));
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
  const jwt::Verifier before = all.find(issuer_name(1)).value();
  ASSERT_TRUE(all.put(issuer_name(1), issuer_policy(), KeysAt{jwks_of(2)}));
  EXPECT_EQ(all.open(), 0U);
  EXPECT_EQ(verdict_of(all, token(1, 2)), "ok") << "opened anew, at once";
  EXPECT_EQ(verdict_of(all, token(1)), "key_not_found(kid)");
  EXPECT_EQ(outcome(before.verify(token(1), world->now())), "ok") << "who holds it keeps it";
  EXPECT_TRUE(all.remove(issuer_name(1)));
  EXPECT_FALSE(all.remove(issuer_name(1)));
  EXPECT_EQ(verdict_of(all, token(1, 2)), "claim_mismatch(iss)");
  EXPECT_EQ(all.size() + all.open(), 0U);
}

// The verifier of an issuer takes no token of another, not even one that its keys have signed.
TEST_F(Registry, AVerifierDemandsItsIssuer) {
  found(1, "k1");
  found(2, "k2");
  IssuerRegistry all = registry();
  for (const int number : {1, 2}) ASSERT_TRUE(all.put(issuer_name(number), issuer_policy(), KeysAt{jwks_of(number)}));
  const jwt::Verifier first = all.find(issuer_name(1)).value();
  EXPECT_EQ(outcome(first.verify(token(1), world->now())), "ok");
  EXPECT_EQ(outcome(first.verify(token(2, 1), world->now())), "claim_mismatch(iss)");
}

TEST_F(Registry, CopiesShareWhatIsRegistered) {
  found(1, "k1");
  IssuerRegistry all = registry();
  const IssuerRegistry copy = all;
  ASSERT_TRUE(all.put(issuer_name(1), issuer_policy(), KeysAt{jwks_of(1)}));
  EXPECT_EQ(verdict_of(copy, token(1)), "ok");
}

}  // namespace
}  // namespace signet::test
