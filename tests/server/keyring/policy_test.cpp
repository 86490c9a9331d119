#include "server/keyring/policy.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>

#include "signet/algorithm.h"
#include "support.h"

namespace signet::server::keyring::test {
namespace {

using signet::test::outcome;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(KeyPolicy, DefaultsHold) {
  EXPECT_EQ(outcome(check(Policy{})), "ok");
  EXPECT_EQ(publish_ahead_of(Policy{}), hours(24));
  EXPECT_EQ(soonest_of(Policy{}), minutes(20));
  EXPECT_EQ(retire_after_of(Policy{}), seconds(3600 + 60 + 600));
}

TEST(KeyPolicy, PublishAheadIsNeverUnderTwiceMaxAge) {
  EXPECT_EQ(publish_ahead_of({.publish_ahead = minutes(1), .max_age = hours(1)}), hours(2));
}

TEST(KeyPolicy, TakesEveryAsymmetricAlgorithmThatIsThere) {
  int taken = 0;
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    const AlgorithmInfo info = describe(*row);
    const std::string name(info.name);
    std::string expected = info.available ? "ok" : "alg_unavailable(" + name + ")";
    if (info.kty == "oct") expected = "symmetric_key(" + name + ")";
    EXPECT_EQ(outcome(check({.algorithms = {name}})), expected);
    taken += expected == "ok" ? 1 : 0;
  }
  EXPECT_GE(taken, 13);
}

TEST(KeyPolicy, SaysWhatIsWrong) {
  const auto with = [](const std::function<void(Policy&)>& change) {
    Policy policy;
    change(policy);
    return outcome(check(policy));
  };
  EXPECT_EQ(with([](Policy& p) { p.algorithms = {}; }), "policy_incomplete(algorithms)");
  EXPECT_EQ(with([](Policy& p) { p.algorithms = std::vector<std::string>(17, "ES256"); }),
            "limit_exceeded(algorithms)");
  EXPECT_EQ(with([](Policy& p) { p.algorithms = {"ES256", "none"}; }), "alg_unknown(none)");
  EXPECT_EQ(with([](Policy& p) { p.algorithms = {"es256"}; }), "alg_unknown(es256)");
  EXPECT_EQ(with([](Policy& p) { p.algorithms = {"ES256", "RS256", "ES256"}; }), "duplicate_name(ES256)");
  EXPECT_EQ(with([](Policy& p) { p.active_for = seconds(0); }), "limit_exceeded(active_for)");
  EXPECT_EQ(with([](Policy& p) { p.active_for = kLongestTime + seconds(1); }), "limit_exceeded(active_for)");
  EXPECT_EQ(with([](Policy& p) { p.publish_ahead = seconds(-1); }), "limit_exceeded(publish_ahead)");
  EXPECT_EQ(with([](Policy& p) { p.longest_token = Duration::max(); }), "limit_exceeded(longest_token)");
  EXPECT_EQ(with([](Policy& p) { p.max_age = seconds(0); }), "limit_exceeded(max_age)");
  EXPECT_EQ(with([](Policy& p) { p.skew = seconds(-1); }), "limit_exceeded(skew)");
  EXPECT_EQ(with([](Policy& p) { p.skew = seconds(0); }), "ok");
  EXPECT_EQ(with([](Policy& p) { p.rsa_bits = 1024; }), "limit_exceeded(rsa_bits)");
  EXPECT_EQ(with([](Policy& p) { p.rsa_bits = 2049; }), "limit_exceeded(rsa_bits)");
  EXPECT_EQ(with([](Policy& p) { p.rsa_bits = -2048; }), "limit_exceeded(rsa_bits)");
  EXPECT_EQ(with([](Policy& p) { p.certificates = true; }), "policy_incomplete(subject)");
}

}  // namespace
}  // namespace signet::server::keyring::test
