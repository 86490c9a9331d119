// Several nodes on one store, from threads.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "server/keyring/keyring_support.h"
#include "server/keyring/lease.h"

namespace signet::server::keyring::test {
namespace {

constexpr int kNodes = 6;

/// What `work` answers on each node, all at the same time.
template <class Work>
std::vector<Result<RingPtr>> on_all_nodes(World& world, const Work& work) {
  std::vector<Result<RingPtr>> answers(kNodes, fail(Errc::internal, "test"));
  std::vector<std::thread> threads;
  threads.reserve(kNodes);
  std::atomic<int> ready = 0;
  for (Result<RingPtr>& answer : answers) {
    threads.emplace_back([&world, &work, &answer, &ready] {
      const Engine engine = world.node();
      ++ready;
      while (ready < kNodes) std::this_thread::yield();
      answer = work(engine);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return answers;
}

TEST(KeyNodes, OneMakesTheKeysOfANewTenant) {
  World world;
  const auto rings = on_all_nodes(world, [](const Engine& engine) { return engine.open("t", {}); });
  std::set<std::string> sets;
  for (const auto& ring : rings) {
    ASSERT_EQ(outcome(ring), "ok");
    EXPECT_EQ(states(**ring), "ES256:active,ES256:next");
    sets.insert((*ring)->jwks());
  }
  EXPECT_EQ(sets.size(), 1u);
  // Two keys, one activation, and the lease there and back.
  EXPECT_EQ(world.store.writes(), 5u);
}

TEST(KeyNodes, OneRotates) {
  World world;
  ASSERT_EQ(outcome(world.engine.open("t", {})), "ok");
  world.clock->advance(days(90));
  const auto rings = on_all_nodes(world, [](const Engine& engine) { return engine.step("t", {}); });
  for (const auto& ring : rings) {
    ASSERT_EQ(outcome(ring), "ok");
    EXPECT_NE((*ring)->signer("ES256"), nullptr);
  }
  EXPECT_EQ(states(*world.engine.step("t", {}).value()), "ES256:active,ES256:next,ES256:retiring");
}

TEST(KeyNodes, AllRevokeTheSameKey) {
  World world;
  const std::string kid = kid_of(*world.engine.open("t", {}).value(), State::active);
  const auto rings = on_all_nodes(world, [&](const Engine& engine) { return engine.revoke("t", {}, kid); });
  int done = 0;
  for (const auto& ring : rings) {
    EXPECT_TRUE(ring || outcome(ring) == "key_not_found(" + kid + ")") << outcome(ring);
    done += ring ? 1 : 0;
  }
  EXPECT_GE(done, 1);
  const RingPtr ring = world.engine.step("t", {}).value();
  EXPECT_EQ(ring->jwks().find(kid), std::string::npos);
  EXPECT_NE(ring->signer("ES256"), nullptr);
}

// Leases run out while their holders work: only the versions of the records hold it together.
TEST(KeyNodes, KeysStayWholeWhenEveryLeaseIsTooShort) {
  World world;
  const Policy policy{.algorithms = {"ES256", "EdDSA"}};
  std::atomic<bool> done = false;
  std::thread hurry([&] {
    while (!done) {
      world.clock->advance(kLeaseTime);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  for (int round = 0; round < 4; ++round) {
    const auto rings = on_all_nodes(world, [&](const Engine& engine) {
      return round % 2 == 0 ? engine.step("t", policy) : engine.rotate("t", policy, "EdDSA", true);
    });
    for (const auto& ring : rings) EXPECT_TRUE(ring || outcome(ring) == "store_unavailable(busy)") << outcome(ring);
  }
  done = true;
  hurry.join();
  world.clock->advance(kLeaseTime);
  const RingPtr ring = world.engine.step("t", policy).value();
  std::string living;
  for (const KeyInfo& key : ring->keys())
    if (key.state != State::retiring) living += key.alg + ":" + std::string(name_of(key.state)) + " ";
  EXPECT_EQ(living, "ES256:active ES256:next EdDSA:active EdDSA:next ");
}

// A plan that was made of what has changed since: none of its actions may touch what the key has become.
TEST(KeyNodes, AKeyThatHasChangedIsNotRemoved) {
  World world;
  const RingPtr ring = world.engine.open("t", {}).value();
  const KeyStore keys(world.store, std::make_shared<const MasterKey>(master_key()));
  const std::vector<StoredKey> before = keys.load("t").value();
  ASSERT_EQ(before.size(), 2u);
  ASSERT_EQ(outcome(world.engine.rotate("t", {}, "ES256", true)), "ok");
  for (const StoredKey& key : before) {
    EXPECT_FALSE(keys.remove("t", key).value());
    EXPECT_FALSE(keys.replace("t", key).value());
  }
  const std::vector<StoredKey> after = keys.load("t").value();
  ASSERT_EQ(after.size(), 3u);
  EXPECT_TRUE(keys.remove("t", after.front()).value());
  EXPECT_FALSE(keys.remove("t", after.front()).value());
  EXPECT_EQ(keys.load("t").value().size(), 2u);
  EXPECT_FALSE(keys.insert("t", after.back()).value());
  EXPECT_TRUE(keys.insert("t", after.front()).value());
}

// Of two keys that sign every node must retire the same one, also when no time has passed, or a clock is behind.
TEST(KeyNodes, ASuccessorIsAlwaysTheYoungerOne) {
  World world;
  Timestamp last = world.engine.open("t", {}).value()->keys().front().activates;
  for (const Duration passed : {Duration(0), Duration(0), Duration(hours(-1)), Duration(0), Duration(hours(2))}) {
    world.clock->advance(passed);
    const RingPtr ring = world.engine.rotate("t", {}, "ES256", true).value();
    ASSERT_EQ(ring->keys().front().state, State::active);
    EXPECT_GT(ring->keys().front().activates, last);
    last = ring->keys().front().activates;
  }
  const RingPtr ring = world.engine.revoke("t", {}, kid_of(*world.engine.step("t", {}).value(), State::active)).value();
  EXPECT_GT(ring->keys().front().activates, last);
}

TEST(KeyNodes, ALeaseThatIsHeldIsWaitedForOnlyWhereNothingSigns) {
  World world;
  ASSERT_EQ(outcome(world.engine.open("t", {})), "ok");
  world.clock->advance(days(90));
  {
    const auto held = Lease::take(world.store, "t", world.now()).value();
    ASSERT_TRUE(held);
    EXPECT_FALSE(Lease::take(world.store, "t", world.now()).value());
    EXPECT_TRUE(Lease::take(world.store, "u", world.now()).value());
    const RingPtr ring = world.engine.step("t", {}).value();
    EXPECT_EQ(states(*ring), "ES256:active,ES256:next");
    EXPECT_EQ(ring->next_change(), world.now() + seconds(1));
  }
  EXPECT_EQ(states(*world.engine.step("t", {}).value()), "ES256:active,ES256:next,ES256:retiring");
}

TEST(KeyNodes, ALeaseThatRanOutIsNotTakenFromTheNext) {
  World world;
  auto late = Lease::take(world.store, "t", world.now()).value();
  ASSERT_TRUE(late);
  world.clock->advance(kLeaseTime);
  const auto next = Lease::take(world.store, "t", world.now()).value();
  ASSERT_TRUE(next);
  late.reset();
  EXPECT_FALSE(Lease::take(world.store, "t", world.now()).value());
}

TEST(KeyNodes, ManyTenantsAtOnce) {
  World world;
  constexpr int kTenants = 60;
  std::atomic<int> next = 0;
  std::atomic<int> good = 0;
  const auto work = [&](const Engine& engine) {
    Result<RingPtr> last = fail(Errc::internal, "test");
    for (int i = next++; i < 3 * kTenants; i = next++) {
      last = engine.open("tenant-" + std::to_string(i % kTenants), {});
      good += last && states(**last) == "ES256:active,ES256:next" ? 1 : 0;
    }
    return last;
  };
  on_all_nodes(world, work);
  EXPECT_EQ(good, 3 * kTenants);
  std::set<std::string> kids;
  for (int i = 0; i < kTenants; ++i) {
    const RingPtr ring = world.engine.open("tenant-" + std::to_string(i), {}).value();
    for (const KeyInfo& key : ring->keys()) kids.insert(key.kid);
  }
  EXPECT_EQ(kids.size(), 2u * kTenants);
}

}  // namespace
}  // namespace signet::server::keyring::test
