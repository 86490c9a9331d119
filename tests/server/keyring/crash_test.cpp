// A process that ends between any two writes: the next one goes on.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

#include "server/keyring/keyring_support.h"
#include "server/keyring/lease.h"

namespace signet::server::keyring::test {
namespace {

struct CrashCase {
  std::string_view name;
  /// What is there before; null: a new tenant.
  std::function<void(World&)> before;
  std::function<Result<RingPtr>(World&)> operation;
  /// After all went well, and also when it was broken off and done again.
  std::string_view states;
  std::size_t least_writes;
};
void PrintTo(const CrashCase& row, std::ostream* out) {
  *out << row.name;
}

Policy both() {
  return {.algorithms = {"ES256", "EdDSA"}};
}
Policy certified() {
  Policy policy = both();
  policy.certificates = true;
  policy.subject = "s";
  policy.longest_token = hours(30);
  return policy;
}
void open_both(World& world) {
  ASSERT_EQ(outcome(world.engine.open("t", both())), "ok");
}
std::string signing_kid(World& world, const Policy& policy) {
  const auto ring = world.engine.step("t", policy);
  return ring ? kid_of(**ring, State::active) : "";
}

const CrashCase kCases[] = {
    {"a new tenant", [](World&) {}, [](World& world) { return world.engine.open("t", both()); },
     "ES256:active,ES256:next,EdDSA:active,EdDSA:next", 8},
    {"rotation",
     [](World& world) {
       open_both(world);
       world.clock->advance(days(90));
     },
     [](World& world) { return world.engine.step("t", both()); },
     "ES256:active,ES256:next,ES256:retiring,EdDSA:active,EdDSA:next,EdDSA:retiring", 8},
    {"the end of retiring keys",
     [](World& world) {
       open_both(world);
       world.clock->advance(days(90));
       ASSERT_EQ(outcome(world.engine.step("t", both())), "ok");
       world.clock->advance(days(1));
     },
     [](World& world) { return world.engine.step("t", both()); }, "ES256:active,ES256:next,EdDSA:active,EdDSA:next", 4},
    {"rotation at once", open_both, [](World& world) { return world.engine.rotate("t", both(), "EdDSA", true); },
     "ES256:active,ES256:next,EdDSA:active,EdDSA:next,EdDSA:retiring", 6},
    {"certificates and longer tokens", open_both, [](World& world) { return world.engine.step("t", certified()); },
     "ES256:active,ES256:next,EdDSA:active,EdDSA:next", 8},
    {"a dropped algorithm", open_both, [](World& world) { return world.engine.step("t", {.algorithms = {"EdDSA"}}); },
     "EdDSA:active,EdDSA:next,ES256:retiring", 4},
};

std::string missing_signers(const MemoryStore& store) {
  bool signs = false;
  for (const storage::Record& record : store.all(storage::Kind::key, "t")) signs |= record.fields[0] == "active";
  return signs ? "" : "no key signs";
}

class KeyCrash : public ::testing::TestWithParam<CrashCase> {};

TEST_P(KeyCrash, GoesOnWhereItWasBrokenOff) {
  const CrashCase& row = GetParam();
  std::size_t broken = 0;
  for (std::size_t writes = 0;; ++writes) {
    World world;
    row.before(world);
    const bool had_keys = !world.store.all(storage::Kind::key, "t").empty();
    world.store.break_after(writes);
    const auto said = row.operation(world);
    if (!world.store.has_broken()) {
      ASSERT_EQ(outcome(said), "ok");
      EXPECT_EQ(states(**said), row.states);
      break;
    }
    ++broken;
    if (had_keys) {
      EXPECT_EQ(missing_signers(world.store), "") << writes;
    }
    world.store.mend();
    world.clock->advance(kLeaseTime);  // the lease of who is gone
    const auto done = row.operation(world);
    ASSERT_EQ(outcome(done), "ok") << writes;
    // An order that was given twice may have been followed twice, and nothing else may differ.
    if (row.name == "rotation at once") {
      EXPECT_TRUE(states(**done).starts_with(row.states)) << writes;
    } else {
      EXPECT_EQ(states(**done), row.states) << writes;
    }
  }
  EXPECT_GE(broken, row.least_writes);
}

INSTANTIATE_TEST_SUITE_P(All, KeyCrash, ::testing::ValuesIn(kCases));

TEST(KeyCrashOfRevocation, IsDoneAgain) {
  std::size_t broken = 0;
  for (std::size_t writes = 0;; ++writes) {
    World world;
    open_both(world);
    // Keys that began to sign at one moment have no order: which of them a broken step retires would be chance.
    world.clock->advance(std::chrono::seconds(1));
    const std::string revoked = signing_kid(world, both());
    world.store.break_after(writes);
    const auto said = world.engine.revoke("t", both(), revoked);
    if (!world.store.has_broken()) {
      ASSERT_EQ(outcome(said), "ok");
      break;
    }
    ++broken;
    EXPECT_EQ(missing_signers(world.store), "") << writes;
    world.store.mend();
    world.clock->advance(kLeaseTime);
    const auto again = world.node().revoke("t", both(), revoked);
    if (!again) {
      EXPECT_EQ(outcome(again), "key_not_found(" + revoked + ")");
    }
    const RingPtr ring = world.engine.step("t", both()).value();
    EXPECT_EQ(states(*ring), "ES256:active,ES256:next,EdDSA:active,EdDSA:next") << writes;
    EXPECT_EQ(ring->jwks().find(revoked), std::string::npos) << writes;
  }
  EXPECT_GE(broken, 4u);
}

}  // namespace
}  // namespace signet::server::keyring::test
