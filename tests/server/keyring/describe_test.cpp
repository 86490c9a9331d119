#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/keyring/plan_support.h"

namespace signet::server::keyring::test {
namespace {

using std::chrono::hours;

std::string hour_of(Timestamp when) {
  if (when == Timestamp{}) return "-";
  return std::to_string(std::chrono::floor<hours>(when - at(0)).count());
}

/// "kid published activates retires vanishes" in hours, line by line.
std::string lines(const Policy& policy, const std::vector<KeyInfo>& keys, double now) {
  std::string text;
  for (const KeyInfo& key : describe(policy, keys, at(now))) {
    text += key.kid;
    for (const Timestamp when : {key.published, key.activates, key.retires, key.vanishes}) {
      text += ' ';
      text += hour_of(when);
    }
    text += '\n';
  }
  return text;
}

/// Keys stay for 30 hours after their last signature.
Policy policy_of(std::vector<std::string> algorithms) {
  return {.algorithms = std::move(algorithms),
          .active_for = hours(100),
          .publish_ahead = hours(24),
          .longest_token = hours(28),
          .max_age = hours(1),
          .skew = hours(1)};
}

TEST(Describe, TellsTheTimesThatWillCome) {
  const std::vector<KeyInfo> keys = {next_key("n", 1), retiring_key("r", 1, 31), active_key("a", 1)};
  EXPECT_EQ(lines(policy_of({"ES256"}), keys, 2),
            "a 1 1 101 131\n"
            "n 1 101 201 231\n"
            "r 0 0 1 31\n");
}

TEST(Describe, ALateSuccessorLetsTheActiveKeySignOn) {
  EXPECT_EQ(lines(policy_of({"ES256"}), {active_key("a", 0), next_key("n", 90)}, 92),
            "a 0 0 114 144\n"
            "n 90 114 214 244\n");
  EXPECT_EQ(lines(policy_of({"ES256"}), {active_key("a", 0)}, 92), "a 0 0 116 146\n");
  EXPECT_EQ(lines(policy_of({"ES256"}), {active_key("a", 0), ordered_key("n", 90, 93)}, 92),
            "a 0 0 93 123\n"
            "n 90 93 193 223\n");
}

TEST(Describe, WhatIsOverdueIsDueNow) {
  EXPECT_EQ(lines(policy_of({"ES256"}), {active_key("a", 0), next_key("n", 0)}, 500),
            "a 0 0 500 530\n"
            "n 0 500 600 630\n");
}

TEST(Describe, ADroppedAlgorithmEndsWhenTheOthersSign) {
  const std::vector<KeyInfo> keys = {active_key("a", 0, "RS256"), next_key("n", 0, "RS256"), next_key("e", 10)};
  EXPECT_EQ(lines(policy_of({"ES256"}), keys, 12),
            "e 10 34 134 164\n"
            "a 0 0 34 64\n"
            "n 0 - - 12\n");
  EXPECT_EQ(lines(policy_of({"ES256", "EdDSA"}), {keys[0], active_key("f", 11, "EdDSA")}, 12),
            "f 11 11 111 141\n"
            "a 0 0 36 66\n");
}

TEST(Describe, AKeyStaysForAsLongAsAnyPolicyWantedIt) {
  KeyInfo key = active_key("a", 0);
  key.stays = hours(300);
  EXPECT_EQ(lines(policy_of({"ES256"}), {key, next_key("n", 0)}, 1), "a 0 0 100 400\nn 0 100 200 230\n");
}

TEST(States, HaveNames) {
  for (const State state : {State::next, State::active, State::retiring, State::removed})
    EXPECT_EQ(find_state(name_of(state)), state);
  EXPECT_EQ(find_state("Next"), std::nullopt);
  EXPECT_EQ(find_state(""), std::nullopt);
}

}  // namespace
}  // namespace signet::server::keyring::test
