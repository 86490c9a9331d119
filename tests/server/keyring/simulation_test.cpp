#include "server/keyring/simulation.h"

#include <gtest/gtest.h>

namespace signet::server::keyring::test {
namespace {

class KeyYears : public ::testing::TestWithParam<std::uint32_t> {};

// Every token that has not expired verifies with every cache that keeps a set for up to half of publish_ahead, at all
// times: across rotations, policies that come and go, orders, and revocations but for the tokens of the revoked key.
TEST_P(KeyYears, EveryTokenVerifiesInEveryCache) {
  Simulation simulation(GetParam(), hours(36));  // half of the shortest publish_ahead
  const Tally tally = simulation.run(days(2 * 365));
  EXPECT_EQ(tally.unknown, 0);
  EXPECT_GT(tally.issued, 2000);
  EXPECT_GT(tally.looked_up, 10 * tally.issued);
  EXPECT_GT(tally.verified, tally.issued);
  EXPECT_GT(tally.rotations, 40);
  EXPECT_GT(tally.orders, 10);
  EXPECT_GT(tally.revocations, 3);
  EXPECT_GT(tally.policies, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, KeyYears, ::testing::Values(1u));

// The same look at caches that keep a set for longer than a key is published ahead finds what must then go wrong.
TEST(KeyYears, ACacheThatIsTooSlowIsFound) {
  Simulation simulation(3, days(14));
  EXPECT_GT(simulation.run(days(200)).unknown, 0);
}

}  // namespace
}  // namespace signet::server::keyring::test
