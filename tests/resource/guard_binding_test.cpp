// Tokens that are bound to a key of their client: DPoP and certificates.
#include <chrono>
#include <memory>
#include <string>

#include "guard_fixture.h"
#include "signet/memory_replay_store.h"

namespace signet::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

resource::Rules proving() {
  resource::Rules with = rules();
  with.dpop = dpop::Verifier::build(
                  dpop::Policy().algorithms({"ES256", "EdDSA"}).replay_store(std::make_shared<MemoryReplayStore>()))
                  .value();
  return with;
}

TEST(GuardDpop, AProofOfTheTokensKey) {
  const resource::Guard api = guard(proving());
  EXPECT_EQ(Call().proven(bound_token()).at(api), "200 bound");
  EXPECT_EQ(Call("POST", joined({kApi, "?x=1"})).proven(bound_token()).at(api), "200 bound");
  EXPECT_EQ(Call().bearer(token_with()).at(api), "200") << "one that is not bound is a bearer token";
}

TEST(GuardDpop, BothSchemesAreOffered) {
  Call nobody;
  EXPECT_EQ(nobody.at(guard(proving())), "401 token_missing(Authorization)");
  EXPECT_THAT(nobody.answered("WWW-Authenticate"),
              ElementsAre(R"(Bearer realm="orders")", R"(DPoP realm="orders", algs="ES256 EdDSA")"));
}

TEST(GuardDpop, WithoutAProof) {
  const resource::Guard api = guard(proving());
  Call stolen;
  EXPECT_EQ(stolen.bearer(bound_token()).at(api), "401 not_confirmable(jkt)");
  EXPECT_THAT(stolen.answered("WWW-Authenticate"),
              ElementsAre(HasSubstr(R"(error="invalid_token")"), Not(HasSubstr("error"))));
  Call call;
  EXPECT_EQ(call.with("Authorization", "DPoP " + bound_token()).at(api), "401 malformed_token(DPoP)");
  EXPECT_THAT(call.answered("WWW-Authenticate"),
              ElementsAre(Not(HasSubstr("error")), HasSubstr(R"(error="invalid_dpop_proof")")));
  EXPECT_EQ(Call().with("Authorization", "DPoP " + token_with()).at(api), "401 not_confirmable(jkt)")
      << "a token that is not bound does not become so by its scheme";
  EXPECT_EQ(Call().bearer(bound_token()).at(guard(rules())), "401 not_confirmable(jkt)")
      << "where no proof can be verified it is refused as well";
}

TEST(GuardDpop, AProofOfSomethingElse) {
  const resource::Guard api = guard(proving());
  const std::string token = bound_token();
  const auto call_with = [&](const dpop::ProofRequest& proof, const dpop::Prover& prover = client()) {
    return Call().with("Authorization", "DPoP " + token).with("DPoP", prover.prove(proof, kNow).value()).at(api);
  };
  EXPECT_EQ(call_with({.method = "POST", .url = kApi, .access_token = token}), "401 claim_mismatch(htm)");
  EXPECT_EQ(call_with({.method = "GET", .url = "https://api.example/other", .access_token = token}),
            "401 claim_mismatch(htu)");
  EXPECT_EQ(call_with({.method = "GET", .url = kApi}), "401 claim_missing(ath)");
  EXPECT_EQ(call_with({.method = "GET", .url = kApi, .access_token = "other"}), "401 claim_mismatch(ath)");
  const dpop::Prover thief = dpop::Prover::build(Key::generate({.alg = "ES256"}).value()).value();
  EXPECT_EQ(call_with({.method = "GET", .url = kApi, .access_token = token}, thief), "401 key_mismatch(jkt)");
  EXPECT_EQ(Call().proven(token).with("DPoP", "x").at(api), "401 malformed_token(DPoP)");
}

TEST(GuardDpop, AProofIsUsedOnce) {
  const resource::Guard api = guard(proving());
  Call call;
  EXPECT_EQ(call.proven(bound_token()).at(api), "200 bound");
  EXPECT_EQ(call.at(api), "401 replayed(jti)");
}

TEST(GuardDpop, Nonces) {
  resource::Rules with = proving();
  with.nonces = resource::Nonces::make(std::chrono::seconds(60)).value();
  const resource::Guard api = guard(with);
  Call call;
  EXPECT_EQ(call.proven(bound_token()).at(api), "401 nonce_required(nonce)");
  EXPECT_THAT(call.answered("WWW-Authenticate"), testing::Contains(HasSubstr(R"(error="use_dpop_nonce")")));
  const std::vector<std::string> given = call.answered("DPoP-Nonce");
  ASSERT_EQ(given.size(), 1U);
  Call second;
  EXPECT_EQ(second.proven(bound_token(), given[0]).at(api), "200 bound");
  EXPECT_THAT(second.answered("DPoP-Nonce"), testing::IsEmpty()) << "it has the newest";
  const std::string before = with.nonces->at(kNow - std::chrono::seconds(60));
  Call third;
  EXPECT_EQ(third.proven(bound_token(), before).at(api), "200 bound");
  EXPECT_THAT(third.answered("DPoP-Nonce"), ElementsAre(given[0]));
  EXPECT_THAT(third.answered("Cache-Control"), ElementsAre("no-store"));
  Call old;
  EXPECT_EQ(old.proven(bound_token(), with.nonces->at(kNow - std::chrono::seconds(120))).at(api),
            "401 claim_mismatch(nonce)");
  EXPECT_THAT(old.answered("WWW-Authenticate"), testing::Contains(HasSubstr(R"(error="use_dpop_nonce")")));
  Call nobody;
  EXPECT_EQ(nobody.at(api), "401 token_missing(Authorization)");
  EXPECT_THAT(nobody.answered("DPoP-Nonce"), ElementsAre(given[0])) << "which saves a round";
}

TEST(GuardDpop, AStoreThatHasNoRoomIsNoFaultOfTheProof) {
  resource::Rules with = rules();
  with.dpop = dpop::Verifier::build(dpop::Policy().replay_store(std::make_shared<MemoryReplayStore>(
                                        ReplayLimits{.owners = 1, .guaranteed = 1, .shared = 0, .per_owner = 1})))
                  .value();
  const resource::Guard api = guard(with);
  EXPECT_EQ(Call().proven(bound_token()).at(api), "200 bound");
  Call call;
  EXPECT_EQ(call.proven(bound_token()).at(api), "503 limit_exceeded(jti)");
  EXPECT_THAT(call.answered("Retry-After"), ElementsAre("2"));
}

TEST(GuardDpop, ACookieIsNoWayAround) {
  resource::Rules with = proving();
  with.cookie = resource::CookieRules{.name = "__Host-t"};
  const resource::Guard api = guard(with);
  Call call;
  EXPECT_EQ(call.with("Cookie", "__Host-t=" + bound_token()).at(api), "401 malformed_token(DPoP)");
  EXPECT_THAT(call.answered("WWW-Authenticate"),
              ElementsAre(Not(HasSubstr("error")), HasSubstr(R"(error="invalid_dpop_proof")")));
}

TEST(GuardDpop, Required) {
  resource::Rules with = proving();
  with.binding = resource::Binding::required;
  const resource::Guard api = guard(with);
  EXPECT_EQ(Call().proven(bound_token()).at(api), "200 bound");
  Call call;
  EXPECT_EQ(call.bearer(token_with()).at(api), "401 claim_missing(cnf)");
  EXPECT_THAT(call.answered("WWW-Authenticate"),
              ElementsAre(HasSubstr(R"(DPoP realm="orders", error="invalid_token")")));
}

TEST(GuardCertificates, BoundTokens) {
  const Bytes der{0x30, 0x03, 0x02, 0x01, 0x05};
  const Bytes other{0x30, 0x03, 0x02, 0x01, 0x06};
  const std::string token = token_with(joined({R"("cnf":)", confirmation::by_certificate(der).value()}));
  resource::Rules with = rules();
  with.certificates = true;
  const resource::Guard api = guard(with);
  EXPECT_EQ(Call().bearer(token).certificate(der).at(api), "200 bound");
  EXPECT_EQ(Call().bearer(token).certificate(other).at(api), "401 not_bound(x5t#S256)");
  EXPECT_EQ(Call().bearer(token).at(api), "401 not_confirmable(x5t#S256)");
  EXPECT_EQ(Call().bearer(token).certificate(der).at(guard(rules())), "401 not_confirmable(x5t#S256)")
      << "where certificates are not looked at";
  EXPECT_EQ(Call().bearer(token_with()).certificate(der).at(api), "200");
  with.binding = resource::Binding::required;
  EXPECT_EQ(Call().bearer(token_with()).certificate(der).at(guard(with)), "401 claim_missing(cnf)");
}

TEST(GuardCertificates, WhatNothingCanConfirm) {
  EXPECT_EQ(Call().bearer(token_with(R"("cnf":{"kid":"1"})")).at(guard(proving())), "401 not_confirmable(kid)");
  EXPECT_EQ(Call().bearer(token_with(R"("cnf":{"new":"1"})")).at(guard(proving())), "401 not_confirmable(cnf)");
}

TEST(Nonces, OfAKeyAndATime) {
  const Bytes key(32, 7);
  const auto one = resource::Nonces::with_key(key).value();
  const auto same = resource::Nonces::with_key(key).value();
  const auto other = resource::Nonces::make().value();
  EXPECT_EQ(one->at(kNow), same->at(kNow)) << "machines that share a key share nonces";
  EXPECT_TRUE(same->accepts(one->at(kNow), kNow + std::chrono::minutes(3)));
  EXPECT_FALSE(same->accepts(one->at(kNow), kNow + std::chrono::minutes(6)));
  EXPECT_TRUE(same->accepts(one->at(kNow + std::chrono::minutes(3)), kNow)) << "of a clock that is ahead";
  EXPECT_FALSE(same->accepts(one->at(kNow + std::chrono::minutes(6)), kNow)) << "but not of one that is wrong";
  EXPECT_FALSE(other->accepts(one->at(kNow), kNow));
  EXPECT_FALSE(one->accepts("", kNow));
  EXPECT_EQ(outcome(resource::Nonces::with_key(Bytes(31, 7))), "weak_key(nonces)");
  EXPECT_EQ(outcome(resource::Nonces::with_key(key, std::chrono::seconds(9))), "limit_exceeded(period)");
  EXPECT_EQ(outcome(resource::Nonces::make(std::chrono::hours(2))), "limit_exceeded(period)");
}

}  // namespace
}  // namespace signet::test
