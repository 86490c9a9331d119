// exp, nbf, iat and max_age, to the microsecond.
#include "token_fixture.h"

namespace signet::test {
namespace {

constexpr Duration kSkew = std::chrono::seconds(10);
constexpr Duration kTick{1};

jwt::Policy with_leeway(Duration leeway = kSkew) {
  return open_policy().leeway(leeway);
}

TEST(TimeRules, ExpiryIsTheFirstMomentThatIsTooLate) {
  const auto* payload = R"({"exp":1000})";
  EXPECT_EQ(verdict(with_leeway(), payload, at(1000) + kSkew - kTick), "ok");
  EXPECT_EQ(verdict(with_leeway(), payload, at(1000) + kSkew), "token_expired(exp)");
  EXPECT_EQ(verdict(with_leeway(Duration(0)), payload, at(1000) - kTick), "ok");
  EXPECT_EQ(verdict(with_leeway(Duration(0)), payload, at(1000)), "token_expired(exp)");
}

TEST(TimeRules, ExpiryCountsFractions) {
  const auto* payload = R"({"exp":1000.000002})";
  EXPECT_EQ(verdict(with_leeway(Duration(0)), payload, at(1000, 1)), "ok");
  EXPECT_EQ(verdict(with_leeway(Duration(0)), payload, at(1000, 2)), "token_expired(exp)");
}

TEST(TimeRules, NotBeforeIsTheFirstMomentThatIsGood) {
  const auto* payload = R"({"nbf":1000})";
  EXPECT_EQ(verdict(with_leeway(), payload, at(1000) - kSkew), "ok");
  EXPECT_EQ(verdict(with_leeway(), payload, at(1000) - kSkew - kTick), "token_not_yet_valid(nbf)");
}

TEST(TimeRules, ATokenIsNotFromTheFuture) {
  const auto* payload = R"({"iat":1000})";
  EXPECT_EQ(verdict(with_leeway(), payload, at(1000) - kSkew), "ok");
  EXPECT_EQ(verdict(with_leeway(), payload, at(1000) - kSkew - kTick), "token_not_yet_valid(iat)");
}

TEST(TimeRules, TheDefaultLeewayIsTenSeconds) {
  EXPECT_EQ(verdict(open_policy(), R"({"exp":1000})", at(1010) - kTick), "ok");
  EXPECT_EQ(verdict(open_policy(), R"({"exp":1000})", at(1010)), "token_expired(exp)");
}

TEST(TimeRules, MaxAgeCountsFromIssue) {
  const auto policy = [] { return with_leeway().max_age(std::chrono::seconds(100)); };
  const auto* payload = R"({"iat":1000})";
  EXPECT_EQ(verdict(policy(), payload, at(1110)), "ok");
  EXPECT_EQ(verdict(policy(), payload, at(1110) + kTick), "token_expired(iat)");
  EXPECT_EQ(verdict(policy(), payload, at(980)), "token_not_yet_valid(iat)");
}

TEST(TimeRules, MaxAgeNeedsIssuedAt) {
  EXPECT_EQ(verdict(open_policy().max_age(Duration::max()), "{}"), "claim_missing(iat)");
  EXPECT_EQ(verdict(open_policy().max_age(Duration::max()), R"({"iat":0})", Timestamp::max()), "ok");
}

TEST(TimeRules, NoTimeClaimIsRequiredUnlessAsked) {
  EXPECT_EQ(verdict(open_policy(), "{}"), "ok");
  EXPECT_EQ(verdict(open_policy().require("exp"), "{}"), "claim_missing(exp)");
  EXPECT_EQ(verdict(open_policy().require("exp"), R"({"exp":1900000000})"), "ok");
}

TEST(TimeRules, TheEndsOfTime) {
  const auto* last = R"({"exp":9223372036854.775807})";
  EXPECT_EQ(verdict(with_leeway(), last, Timestamp::max() - kTick), "ok");
  EXPECT_EQ(verdict(with_leeway(), last, Timestamp::max()), "token_expired(exp)");
  EXPECT_EQ(verdict(with_leeway(), last, Timestamp::min()), "ok");
  const auto* never = R"({"nbf":9223372036854.775807})";
  EXPECT_EQ(verdict(with_leeway(), never, Timestamp::max()), "ok");
  EXPECT_EQ(verdict(with_leeway(), never, Timestamp::min()), "token_not_yet_valid(nbf)");
  EXPECT_EQ(verdict(with_leeway(), R"({"iat":0})", Timestamp::min()), "token_not_yet_valid(iat)");
  EXPECT_EQ(verdict(with_leeway().max_age(Duration(1)), R"({"iat":9223372036854.775807})", Timestamp::max()), "ok");
}

}  // namespace
}  // namespace signet::test
