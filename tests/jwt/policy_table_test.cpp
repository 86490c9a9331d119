// Dated policies: data that agrees with what is enforced.
#include "signet/policy_table.h"

#include <algorithm>
#include <set>

#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::DatedPolicy;
using jwt::Policy;

Policy decided() {
  return Policy().any_issuer().any_audience().any_typ();
}
std::string built(Policy policy) {
  return outcome(jwt::Verifier::build(std::move(policy), hmac_set()));
}

TEST(PolicyTable, NamesAreDistinctAndTheNewestIsFirst) {
  std::set<std::string_view> names;
  for (const DatedPolicy& policy : jwt::dated_policies()) {
    EXPECT_TRUE(names.insert(policy.name).second) << policy.name;
    EXPECT_LE(policy.name, jwt::current_policy().name);
    EXPECT_EQ(jwt::find_dated_policy(policy.name), &policy);
  }
  EXPECT_TRUE(names.contains("2026-11"));
  EXPECT_EQ(jwt::find_dated_policy("2026-1"), nullptr);
  EXPECT_EQ(jwt::find_dated_policy(""), nullptr);
}

TEST(PolicyTable, AlgorithmsAreRowsAndNeverSymmetric) {
  for (const DatedPolicy& policy : jwt::dated_policies()) {
    ASSERT_FALSE(policy.algorithms.empty());
    for (const std::string_view name : policy.algorithms) {
      const SignatureAlgorithm* row = find_signature_algorithm(name);
      ASSERT_NE(row, nullptr) << name;
      EXPECT_NE(describe(*row).kty, "oct") << name;
    }
  }
}

TEST(PolicyTable, ADatedPolicyDecidesAlgorithmsAndRequiresClaims) {
  const Key key = Key::generate({.alg = "ES256"}).value();
  const auto signer = key.signer().value();
  const JwkSet keys = JwkSet::of(std::span(&key, 1));
  const auto judged = [&](Policy policy, const jwt::Builder& claims) {
    return outcome(jwt::Verifier::build(std::move(policy), keys).value().verify(claims.sign(*signer).value(), kNow));
  };
  const jwt::Builder endless = jwt::Builder().issuer("joe");
  EXPECT_EQ(judged(decided().dated("2026-11"), endless), "claim_missing(exp)");
  EXPECT_EQ(judged(decided().dated("2026-11"), jwt::Builder().expires_at(kNow + std::chrono::hours(1))), "ok");
  EXPECT_EQ(judged(decided().dated("2026-11").algorithms({"PS256"}), endless), "alg_not_allowed(alg)");
  EXPECT_EQ(judged(decided().algorithms({"ES256"}), endless), "ok");  // without it exp is not required
}

TEST(PolicyTable, ADatedPolicyAllowsNoSymmetricAlgorithm) {
  EXPECT_EQ(verdict(decided().dated("2026-11"), R"({"exp":1900000000})"), "alg_not_allowed(alg)");
  EXPECT_EQ(verdict(decided().dated("2026-11").algorithms({"HS256"}), R"({"exp":1900000000})"), "ok");
}

TEST(PolicyTable, APolicyThatThereIsNotDoesNotBuild) {
  EXPECT_EQ(built(decided().dated("2026-10")), "policy_incomplete(policy)");
  EXPECT_EQ(built(decided().dated("").algorithms({"HS256"})), "policy_incomplete(policy)");
  EXPECT_EQ(built(decided().dated("2026-11")), "ok");
}

TEST(PolicyTable, NumbersAreThoseThatAreEnforced) {
  const DatedPolicy& policy = jwt::current_policy();
  EXPECT_EQ(built(open_policy().leeway(policy.max_leeway)), "ok");
  EXPECT_EQ(built(open_policy().leeway(policy.max_leeway + Duration(1))), "limit_exceeded(leeway)");
  EXPECT_EQ(verdict(verifier(open_policy()), std::string(policy.max_jwt, 'A')), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier(open_policy()), std::string(policy.max_jwt + 1, 'A')), "limit_exceeded(token)");
  EXPECT_EQ(verdict(open_policy(), R"({"exp":1800000000})", kNow + policy.leeway - Duration(1)), "ok");
  EXPECT_EQ(verdict(open_policy(), R"({"exp":1800000000})", kNow + policy.leeway), "token_expired(exp)");
  EXPECT_EQ(outcome(Key::generate({.alg = "RS256", .rsa_bits = policy.rsa_min_bits - 8})), "limit_exceeded(bits)");
  EXPECT_EQ(outcome(Key::generate({.alg = "RS256", .rsa_bits = policy.rsa_max_bits + 8})), "limit_exceeded(bits)");
}

}  // namespace
}  // namespace signet::test
