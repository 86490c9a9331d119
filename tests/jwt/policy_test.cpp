// Policies that do and do not become a verifier.
#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::Policy;
using jwt::Verifier;

std::string built(Policy policy) {
  return outcome(Verifier::build(std::move(policy), hmac_set()));
}

TEST(Policy, FourThingsMustBeDecided) {
  EXPECT_EQ(built(Policy()), "policy_incomplete(issuer)");
  EXPECT_EQ(built(Policy().any_audience().algorithms({"HS256"}).any_typ()), "policy_incomplete(issuer)");
  EXPECT_EQ(built(Policy().any_issuer().algorithms({"HS256"}).any_typ()), "policy_incomplete(audience)");
  EXPECT_EQ(built(Policy().any_issuer().any_audience().any_typ()), "policy_incomplete(alg)");
  EXPECT_EQ(built(Policy().any_issuer().any_audience().algorithms({"HS256"})), "policy_incomplete(typ)");
  EXPECT_EQ(built(open_policy()), "ok");
}

TEST(Policy, ContradictionsAreNotDecisions) {
  EXPECT_EQ(built(open_policy().issuer("joe")), "policy_incomplete(issuer)");
  EXPECT_EQ(built(open_policy().audience("api")), "policy_incomplete(audience)");
  EXPECT_EQ(built(open_policy().typ_jwt()), "policy_incomplete(typ)");
  EXPECT_EQ(built(open_policy().typ("at+jwt")), "policy_incomplete(typ)");
}

TEST(Policy, EmptyTextIsAForgottenValue) {
  const auto decided = [] { return Policy().algorithms({"HS256"}); };
  EXPECT_EQ(built(decided().issuer("").any_audience().any_typ()), "policy_incomplete(issuer)");
  EXPECT_EQ(built(decided().issuer("joe").issuer("").any_audience().any_typ()), "policy_incomplete(issuer)");
  EXPECT_EQ(built(decided().any_issuer().audience("").any_typ()), "policy_incomplete(audience)");
  EXPECT_EQ(built(decided().any_issuer().any_audience().typ("")), "policy_incomplete(typ)");
  EXPECT_EQ(built(open_policy().require("")), "policy_incomplete(required)");
}

TEST(Policy, AlgorithmsAreRowsOfTheTable) {
  const auto with = [](std::string_view name) {
    return built(Policy().any_issuer().any_audience().any_typ().algorithms({name}));
  };
  EXPECT_EQ(with("HS256"), "ok");
  EXPECT_EQ(with("hs256"), "alg_unknown(hs256)");
  EXPECT_EQ(with("none"), "alg_unknown(none)");
  EXPECT_EQ(with(""), "alg_unknown");
  EXPECT_EQ(built(open_policy().algorithms({"XX1"})), "alg_unknown(XX1)");
  EXPECT_EQ(built(Policy().any_issuer().any_audience().any_typ().algorithms(AlgorithmSet())), "policy_incomplete(alg)");
}

TEST(Policy, NamesAndRowsAddUp) {
  AlgorithmSet rows;
  rows.add(*find_signature_algorithm("HS256"));
  EXPECT_EQ(verdict(Policy().any_issuer().any_audience().any_typ().algorithms(rows).algorithms({"ES256"}), "{}"), "ok");
  EXPECT_EQ(verdict(Policy().any_issuer().any_audience().any_typ().algorithms({"ES256"}), "{}"),
            "alg_not_allowed(alg)");
}

TEST(Policy, LeewayIsShortAndNotNegative) {
  EXPECT_EQ(built(open_policy().leeway(std::chrono::seconds(0))), "ok");
  EXPECT_EQ(built(open_policy().leeway(std::chrono::seconds(60))), "ok");
  EXPECT_EQ(built(open_policy().leeway(Duration(60'000'001))), "limit_exceeded(leeway)");
  EXPECT_EQ(built(open_policy().leeway(Duration(-1))), "limit_exceeded(leeway)");
  EXPECT_EQ(built(open_policy().leeway(Duration::max())), "limit_exceeded(leeway)");
  EXPECT_EQ(built(open_policy().leeway(Duration::min())), "limit_exceeded(leeway)");
}

TEST(Policy, OtherBounds) {
  EXPECT_EQ(built(open_policy().max_age(Duration(1))), "ok");
  EXPECT_EQ(built(open_policy().max_age(Duration::max())), "ok");
  EXPECT_EQ(built(open_policy().max_age(Duration(0))), "limit_exceeded(max_age)");
  EXPECT_EQ(built(open_policy().max_age(Duration(-1))), "limit_exceeded(max_age)");
  EXPECT_EQ(built(open_policy().max_size(1)), "ok");
  EXPECT_EQ(built(open_policy().max_size(jws::kMaxSize)), "ok");
  EXPECT_EQ(built(open_policy().max_size(0)), "limit_exceeded(max_size)");
  EXPECT_EQ(built(open_policy().max_size(jws::kMaxSize + 1)), "limit_exceeded(max_size)");
}

TEST(Policy, ChecksHaveANameAndABody) {
  EXPECT_EQ(built(open_policy().check("c", nullptr)), "policy_incomplete(check)");
  EXPECT_EQ(built(open_policy().check("", [](const jwt::Claims&, Timestamp) -> Result<> { return {}; })),
            "policy_incomplete(check)");
}

TEST(Policy, KeysAreThere) {
  EXPECT_EQ(outcome(Verifier::build(open_policy(), std::shared_ptr<const KeySource>())), "policy_incomplete(keys)");
  EXPECT_EQ(outcome(Verifier::build(open_policy(), std::make_shared<const JwkSet>(hmac_set()))), "ok");
}

}  // namespace
}  // namespace signet::test
