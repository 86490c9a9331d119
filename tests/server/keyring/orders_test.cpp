// What operators ask for: rotation and revocation.
#include <gtest/gtest.h>

#include <string>

#include "server/keyring/keyring_support.h"

namespace signet::server::keyring::test {
namespace {

class KeyOrders : public ::testing::Test {
 protected:
  World world;
  Policy policy;
  RingPtr first = world.engine.open("t", policy).value();
};

TEST_F(KeyOrders, RotationWaitsUntilCachesHaveTheNextKey) {
  world.clock->advance(minutes(5));
  const RingPtr ordered = world.engine.rotate("t", policy, "ES256", false).value();
  EXPECT_EQ(kid_of(*ordered, State::active), kid_of(*first, State::active));
  EXPECT_EQ(ordered->next_change(), world.now() + minutes(15));
  world.clock->advance(minutes(10));
  // Asked again: it does not begin anew.
  EXPECT_EQ(world.engine.rotate("t", policy, "ES256", false).value()->next_change(), world.now() + minutes(5));
  world.clock->advance(minutes(5));
  const RingPtr rotated = world.engine.step("t", policy).value();
  EXPECT_EQ(kid_of(*rotated, State::active), kid_of(*first, State::next));
  EXPECT_EQ(states(*rotated), "ES256:active,ES256:next,ES256:retiring");
}

TEST_F(KeyOrders, RotationIsDoneAtOnceWhenTheKeyWasPublishedLongAgo) {
  world.clock->advance(days(1));
  const RingPtr rotated = world.engine.rotate("t", policy, "ES256", false).value();
  EXPECT_EQ(kid_of(*rotated, State::active), kid_of(*first, State::next));
}

TEST_F(KeyOrders, RotationAtOnceWaitsForNothing) {
  const RingPtr rotated = world.engine.rotate("t", policy, "ES256", true).value();
  EXPECT_EQ(kid_of(*rotated, State::active), kid_of(*first, State::next));
  EXPECT_EQ(states(*rotated), "ES256:active,ES256:next,ES256:retiring");
  const RingPtr again = world.engine.rotate("t", policy, "ES256", true).value();
  EXPECT_EQ(kid_of(*again, State::active), kid_of(*rotated, State::next));
  EXPECT_EQ(states(*again), "ES256:active,ES256:next,ES256:retiring,ES256:retiring");
}

TEST_F(KeyOrders, RotationIsOfAnAlgorithmOfThePolicy) {
  EXPECT_EQ(outcome(world.engine.rotate("t", policy, "RS256", true)), "alg_not_allowed(RS256)");
  EXPECT_EQ(outcome(world.engine.rotate("t", {.algorithms = {"HS256"}}, "HS256", true)), "symmetric_key(HS256)");
}

TEST_F(KeyOrders, AnotherAlgorithmIsNotTouched) {
  const Policy both{.algorithms = {"ES256", "EdDSA"}};
  const RingPtr two = world.engine.open("two", both).value();
  const RingPtr rotated = world.engine.rotate("two", both, "EdDSA", true).value();
  EXPECT_EQ(states(*rotated), "ES256:active,ES256:next,EdDSA:active,EdDSA:next,EdDSA:retiring");
  EXPECT_EQ(kid_of(*rotated, State::active), kid_of(*two, State::active));
}

TEST_F(KeyOrders, AnAddedAlgorithmCanBeOrderedSooner) {
  const Policy both{.algorithms = {"ES256", "EdDSA"}};
  EXPECT_EQ(states(*world.engine.step("t", both).value()), "ES256:active,ES256:next,EdDSA:next");
  const RingPtr ordered = world.engine.rotate("t", both, "EdDSA", false).value();
  EXPECT_EQ(ordered->next_change(), world.now() + minutes(20));
  EXPECT_NE(world.engine.rotate("t", both, "EdDSA", true).value()->signer("EdDSA"), nullptr);
}

TEST_F(KeyOrders, ARevokedKeyIsGoneAndItsSuccessorSigns) {
  const std::string revoked = kid_of(*first, State::active);
  const RingPtr ring = world.engine.revoke("t", policy, revoked).value();
  EXPECT_EQ(states(*ring), "ES256:active,ES256:next");
  EXPECT_EQ(kid_of(*ring, State::active), kid_of(*first, State::next));
  EXPECT_EQ(ring->signer("ES256")->kid(), kid_of(*first, State::next));
  EXPECT_EQ(ring->jwks().find(revoked), std::string::npos);
  EXPECT_EQ(outcome(world.engine.revoke("t", policy, revoked)), "key_not_found(" + revoked + ")");
  EXPECT_EQ(outcome(world.engine.revoke("other", policy, kid_of(*ring, State::active))),
            "key_not_found(" + kid_of(*ring, State::active) + ")");
}

TEST_F(KeyOrders, ARevokedNextKeyIsReplacedAndPublishedAnew) {
  world.clock->advance(days(89));
  const RingPtr ring = world.engine.revoke("t", policy, kid_of(*first, State::next)).value();
  EXPECT_EQ(kid_of(*ring, State::active), kid_of(*first, State::active));
  EXPECT_NE(kid_of(*ring, State::next), kid_of(*first, State::next));
  EXPECT_EQ(ring->next_change(), world.now() + days(1));
  world.clock->advance(hours(12));
  const RingPtr late = world.engine.revoke("t", policy, kid_of(*ring, State::next)).value();
  EXPECT_EQ(late->next_change(), world.now() + hours(24));  // 12 h after the active one's time
}

TEST_F(KeyOrders, ARevokedRetiringKeyIsGone) {
  ASSERT_EQ(outcome(world.engine.rotate("t", policy, "ES256", true)), "ok");
  const RingPtr ring = world.engine.revoke("t", policy, kid_of(*first, State::active)).value();
  EXPECT_EQ(states(*ring), "ES256:active,ES256:next");
}

TEST_F(KeyOrders, TheLastKeyOfADroppedAlgorithmCanBeRevoked) {
  const Policy other{.algorithms = {"EdDSA"}};
  EXPECT_EQ(states(*world.engine.step("t", other).value()), "EdDSA:next,ES256:active");
  const RingPtr ring = world.engine.revoke("t", other, kid_of(*first, State::active)).value();
  EXPECT_EQ(states(*ring), "EdDSA:active,EdDSA:next");
}

TEST_F(KeyOrders, EveryKeyInTurnCanBeRevoked) {
  RingPtr ring = first;
  for (int i = 0; i < 6; ++i) {
    ring = world.engine.revoke("t", policy, i % 2 == 0 ? ring->keys().front().kid : ring->keys().back().kid).value();
    EXPECT_EQ(states(*ring), "ES256:active,ES256:next");
  }
}

}  // namespace
}  // namespace signet::server::keyring::test
