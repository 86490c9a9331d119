#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/keyring/plan_support.h"

namespace signet::server::keyring::test {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

/// A key signs for 100 hours, and is published for 24 before.
Policy short_policy() {
  return {.active_for = hours(100)};
}
Policy two_algorithms() {
  Policy policy = short_policy();
  policy.algorithms = {"ES256", "EdDSA"};
  return policy;
}

TEST(Plan, ANewTenantBeginsWithAllItsAlgorithms) {
  const Policy policy = two_algorithms();
  EXPECT_EQ(plan_text(policy, {}, 0), "make_now ES256; make_now EdDSA|never");
  // Broken off after the first: nothing signs before all are there.
  const KeyInfo a = ordered_key("a", 0, 0), b = ordered_key("b", 0, 0, "EdDSA");
  EXPECT_EQ(plan_text(policy, {a}, 1), "make_now EdDSA|never");
  EXPECT_EQ(plan_text(policy, {a, b}, 1), "activate a; activate b|never");
  // And after the first signs the second goes on as well.
  EXPECT_EQ(plan_text(policy, {active_key("a", 1), b}, 1), "make ES256; activate b|never");
  EXPECT_EQ(plan_text(policy, {active_key("a", 1), active_key("b", 1, "EdDSA"), next_key("c", 1)}, 1),
            "make EdDSA|6060m");
}

TEST(Plan, APlainNextKeyIsNoBeginning) {
  // Whoever erased the others: a key that was not ordered does not become the first, but stays next.
  EXPECT_EQ(plan_text(short_policy(), {next_key("n", 0)}, 1), "make_now ES256|never");
  EXPECT_EQ(plan_text(short_policy(), {next_key("n", 0), ordered_key("a", 1, 1)}, 1), "activate a|never");
}

TEST(Plan, TheNextKeyTakesOverInTime) {
  const std::vector<KeyInfo> keys = {active_key("a", 0), next_key("n", 0)};
  EXPECT_EQ(plan_text(short_policy(), keys, 99.9), "|6000m");
  EXPECT_EQ(plan_text(short_policy(), keys, 100), "activate n; retire a|never");
  EXPECT_EQ(plan_text(short_policy(), keys, 5000), "activate n; retire a|never");
}

TEST(Plan, NeverBeforeItWasPublishedForLongEnough) {
  const std::vector<KeyInfo> keys = {active_key("a", 0), next_key("n", 90)};
  EXPECT_EQ(plan_text(short_policy(), keys, 113), "|6840m");
  EXPECT_EQ(plan_text(short_policy(), keys, 114), "activate n; retire a|never");
  // publish_ahead is never under twice max_age.
  Policy hasty = short_policy();
  hasty.publish_ahead = minutes(1);
  hasty.max_age = hours(1);
  EXPECT_EQ(plan_text(hasty, {active_key("a", 0), next_key("n", 99)}, 100.9), "|6060m");
  EXPECT_EQ(plan_text(hasty, {active_key("a", 0), next_key("n", 99)}, 101), "activate n; retire a|never");
}

TEST(Plan, ARetiringKeyVanishes) {
  const std::vector<KeyInfo> keys = {active_key("a", 100), next_key("n", 100), retiring_key("r", 100, 102)};
  EXPECT_EQ(plan_text(short_policy(), keys, 101), "|6120m");
  EXPECT_EQ(plan_text(short_policy(), keys, 102), "remove r|12000m");
}

TEST(Plan, AnOrderCountsWhateverThePolicySays) {
  EXPECT_EQ(plan_text(short_policy(), {active_key("a", 0), ordered_key("n", 1, 3)}, 2), "|180m");
  EXPECT_EQ(plan_text(short_policy(), {active_key("a", 0), ordered_key("n", 1, 3)}, 3), "activate n; retire a|never");
  // Of two the ordered one is first, and the other stays next.
  EXPECT_EQ(plan_text(short_policy(), {active_key("a", 0), next_key("m", 0), ordered_key("n", 1, 3)}, 3),
            "activate n; retire a|never");
}

TEST(Plan, WhatWasBrokenOffGoesOn) {
  // Between activate and retire, and between retire and make.
  EXPECT_EQ(plan_text(short_policy(), {active_key("a", 0), active_key("n", 100)}, 100), "make ES256; retire a|never");
  EXPECT_EQ(plan_text(short_policy(), {retiring_key("a", 100, 102), active_key("n", 100)}, 100), "make ES256|6120m");
}

TEST(Plan, TwoNodesThatMadeANextKeyAgreeOnOne) {
  const std::vector<KeyInfo> keys = {active_key("a", 0), next_key("y", 1), next_key("x", 1), next_key("w", 2)};
  EXPECT_EQ(plan_text(short_policy(), keys, 3), "remove y; remove w|6000m");
}

TEST(Plan, AnAddedAlgorithmIsPublishedFirst) {
  const KeyInfo a = active_key("a", 0), n = next_key("n", 0);
  EXPECT_EQ(plan_text(two_algorithms(), {a, n}, 10), "make EdDSA|6000m");
  EXPECT_EQ(plan_text(two_algorithms(), {a, n, next_key("e", 10, "EdDSA")}, 33), "|2040m");
  EXPECT_EQ(plan_text(two_algorithms(), {a, n, next_key("e", 10, "EdDSA")}, 34), "activate e|6000m");
  EXPECT_EQ(plan_text(two_algorithms(), {a, n, active_key("e", 34, "EdDSA")}, 34), "make EdDSA|6000m");
}

TEST(Plan, ADroppedAlgorithmSignsUntilAllOthersDo) {
  const KeyInfo a = active_key("a", 0, "RS256"), n = next_key("n", 0, "RS256");
  const Policy policy = two_algorithms();
  EXPECT_EQ(plan_text(policy, {a, n}, 10), "make ES256; make EdDSA; remove n|never");
  const KeyInfo e = next_key("e", 10), f = next_key("f", 12, "EdDSA");
  EXPECT_EQ(plan_text(policy, {a, e, f}, 13), "|2040m");
  EXPECT_EQ(plan_text(policy, {a, e, f}, 34), "activate e|2160m");
  const KeyInfo g = next_key("g", 34);
  EXPECT_EQ(plan_text(policy, {a, active_key("e", 34), g, f}, 36), "activate f|8040m");
  EXPECT_EQ(
      plan_text(policy, {a, active_key("e", 34), g, active_key("f", 36, "EdDSA"), next_key("h", 36, "EdDSA")}, 36),
      "retire a|8040m");
  EXPECT_EQ(plan_text(policy,
                      {retiring_key("a", 36, 38, "RS256"), active_key("e", 34), g, active_key("f", 36, "EdDSA"),
                       next_key("h", 36, "EdDSA")},
                      36),
            "|2280m");
}

TEST(Plan, WhereNothingSignsTheFirstThatCanDoesSoAtOnce) {
  const KeyInfo r = retiring_key("r", 100, 102);
  EXPECT_EQ(plan_text(short_policy(), {r, next_key("n", 100)}, 100), "activate n|6120m");
  EXPECT_EQ(plan_text(short_policy(), {r}, 100), "make_now ES256|6120m");
  // The others wait as ever.
  EXPECT_EQ(plan_text(two_algorithms(), {r, next_key("e", 99, "EdDSA")}, 100), "make ES256; activate e|6120m");
  EXPECT_EQ(plan_text(two_algorithms(), {r}, 100), "make_now ES256; make EdDSA|6120m");
}

TEST(Plan, ALongerLifeOfTokensReachesTheKeyThatSigns) {
  Policy policy = short_policy();
  policy.longest_token = days(2);
  EXPECT_EQ(plan_text(policy, {active_key("a", 0), next_key("n", 0)}, 1), "extend a|6000m");
  KeyInfo extended = active_key("a", 0);
  extended.stays = retire_after_of(policy);
  EXPECT_EQ(plan_text(policy, {extended, next_key("n", 0)}, 1), "|6000m");
  // Shorter again: what it signed before lives as long as before.
  EXPECT_EQ(plan_text(short_policy(), {extended, next_key("n", 0)}, 1), "|6000m");
}

TEST(Plan, CertificatesComeWhenThePolicyWantsThem) {
  Policy policy = short_policy();
  policy.certificates = true;
  policy.subject = "x";
  const KeyInfo r = retiring_key("r", 0, 2);
  EXPECT_EQ(plan_text(policy, {active_key("a", 0), next_key("n", 0), r}, 1), "certify a; certify n|120m");
  KeyInfo a = active_key("a", 0), n = next_key("n", 0);
  a.has_certificate = n.has_certificate = true;
  EXPECT_EQ(plan_text(policy, {a, n, r}, 1), "|120m");
}

TEST(Plan, DoesOneThingWithAKey) {
  Policy policy = short_policy();
  policy.certificates = true;
  policy.subject = "x";
  policy.longest_token = days(2);
  EXPECT_EQ(plan_text(policy, {active_key("a", 0), next_key("n", 0)}, 100), "activate n; retire a|never");
}

}  // namespace
}  // namespace signet::server::keyring::test
