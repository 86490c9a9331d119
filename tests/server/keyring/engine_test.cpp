#include "server/keyring/engine.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "server/keyring/keyring_support.h"
#include "signet/jws.h"

namespace signet::server::keyring::test {
namespace {

std::string verified(const KeySource& keys, const std::string& token) {
  AlgorithmSet all;
  for (const SignatureAlgorithm* row : signature_algorithms()) all.add(*row);
  return outcome(jws::verify_compact(token, keys, all));
}

TEST(KeyEngine, ANewTenantSignsAtOnceWithEveryAlgorithm) {
  World world;
  Policy policy{.algorithms = {}};
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    const AlgorithmInfo info = describe(*row);
    if (info.available && info.kty != "oct") policy.algorithms.emplace_back(info.name);
  }
  const auto ring = world.engine.open("t", policy);
  ASSERT_EQ(outcome(ring), "ok");
  EXPECT_EQ((*ring)->keys().size(), 2 * policy.algorithms.size());
  EXPECT_EQ((*ring)->default_algorithm(), policy.algorithms.front());
  for (const std::string& alg : policy.algorithms) {
    const auto signer = (*ring)->signer(alg);
    ASSERT_NE(signer, nullptr) << alg;
    EXPECT_EQ(signer->kid(), kid_of(**ring, State::active, alg));
    EXPECT_FALSE(kid_of(**ring, State::next, alg).empty());
    const std::string token = jws::sign_compact(as_bytes("hello"), *signer).value();
    EXPECT_EQ(verified(**ring, token), "ok") << alg;
    EXPECT_EQ(verified(JwkSet::parse((*ring)->jwks()).value(), token), "ok") << alg;
  }
  EXPECT_EQ((*ring)->signer("HS256"), nullptr);
  EXPECT_EQ(private_members((*ring)->jwks()), "");
}

TEST(KeyEngine, SymmetricAlgorithmsAreRefused) {
  World world;
  EXPECT_EQ(outcome(world.engine.open("t", {.algorithms = {"ES256", "HS256"}})), "symmetric_key(HS256)");
  EXPECT_EQ(world.store.writes(), 0u);
}

TEST(KeyEngine, KeysComeBackAsTheyWere) {
  World world;
  const RingPtr made = world.engine.open("t", {}).value();
  const RingPtr again = world.node().open("t", {}).value();
  EXPECT_EQ(again->jwks(), made->jwks());
  EXPECT_EQ(again->etag(), made->etag());
  EXPECT_EQ(again->version(), made->version());
  EXPECT_TRUE(std::ranges::equal(again->keys(), made->keys()));
  EXPECT_EQ(again->next_change(), world.now() + days(90));
}

TEST(KeyEngine, ATenantDoesNotSeeAnother) {
  World world;
  const RingPtr one = world.engine.open("one", {}).value();
  const RingPtr two = world.engine.open("two", {}).value();
  EXPECT_EQ(one->keys().size(), 2u);
  EXPECT_NE(one->jwks(), two->jwks());
  const std::string token = jws::sign_compact(as_bytes("x"), *one->signer("ES256")).value();
  EXPECT_EQ(verified(*two, token), "key_not_found(kid)");
}

TEST(KeyEngine, AStepWithoutAnythingToDoWritesNothing) {
  World world;
  const RingPtr ring = world.engine.open("t", {}).value();
  const std::size_t writes = world.store.writes();
  world.clock->advance(days(1));
  EXPECT_EQ(world.engine.step("t", {}, ring).value(), ring);
  EXPECT_NE(world.engine.step("t", {}).value(), ring);
  EXPECT_EQ(world.store.writes(), writes);
}

TEST(KeyEngine, RotatesWhenItIsTime) {
  World world;
  const RingPtr first = world.engine.open("t", {}).value();
  const std::string token = jws::sign_compact(as_bytes("x"), *first->signer("ES256")).value();
  world.clock->advance(days(90));
  const RingPtr second = world.engine.step("t", {}, first).value();
  EXPECT_EQ(states(*second), "ES256:active,ES256:next,ES256:retiring");
  EXPECT_EQ(kid_of(*second, State::active), kid_of(*first, State::next));
  EXPECT_EQ(kid_of(*second, State::retiring), kid_of(*first, State::active));
  EXPECT_EQ(second->signer("ES256")->kid(), kid_of(*first, State::next));
  EXPECT_EQ(verified(*second, token), "ok");
  EXPECT_NE(second->etag(), first->etag());
  EXPECT_NE(second->version(), first->version());
  EXPECT_EQ(second->next_change(), world.now() + retire_after_of({}));
  world.clock->advance(retire_after_of({}));
  const RingPtr third = world.engine.step("t", {}, second).value();
  EXPECT_EQ(states(*third), "ES256:active,ES256:next");
  EXPECT_EQ(verified(*third, token), "key_not_found(kid)");
}

TEST(KeyEngine, ARetiringKeyHasNoPrivateHalfAnyMore) {
  World world;
  const RingPtr first = world.engine.open("t", {}).value();
  world.clock->advance(days(90));
  ASSERT_EQ(outcome(world.engine.step("t", {})), "ok");
  for (const storage::Record& record : world.store.all(storage::Kind::key, "t")) {
    const bool is_retiring = record.name.id == kid_of(*first, State::active);
    EXPECT_EQ(from_record(master_key(), record)->key.is_private(), !is_retiring) << record.name.id;
    EXPECT_EQ(record.fields[0] == "retiring", is_retiring);
  }
}

TEST(KeyEngine, KidsOfTheDayAreDifferent) {
  World world;
  const Policy policy{.active_for = minutes(1),
                      .publish_ahead = seconds(2),
                      .longest_token = minutes(1),
                      .max_age = seconds(1),
                      .kids = KidStyle::date};
  std::set<std::string> kids;
  for (int i = 0; i < 50; ++i) {
    const RingPtr ring = world.engine.step("t", policy).value();
    for (const KeyInfo& key : ring->keys()) kids.insert(key.kid);
    world.clock->advance(minutes(1));
  }
  EXPECT_EQ(kids.size(), 51u);
}

TEST(KeyEngine, PolicyChangesComeStepByStep) {
  World world;
  ASSERT_EQ(outcome(world.engine.open("t", {})), "ok");
  const Policy other{.algorithms = {"EdDSA"}};
  RingPtr ring = world.engine.step("t", other).value();
  // ES256 goes on until EdDSA can.
  EXPECT_EQ(states(*ring), "EdDSA:next,ES256:active");
  EXPECT_EQ(ring->default_algorithm(), "ES256");
  EXPECT_EQ(ring->signer("EdDSA"), nullptr);
  EXPECT_EQ(ring->next_change(), world.now() + hours(24));
  world.clock->advance(hours(24));
  ring = world.engine.step("t", other, ring).value();
  EXPECT_EQ(states(*ring), "EdDSA:active,EdDSA:next,ES256:retiring");
  EXPECT_EQ(ring->default_algorithm(), "EdDSA");
  world.clock->advance(retire_after_of(other));
  EXPECT_EQ(states(*world.engine.step("t", other, ring).value()), "EdDSA:active,EdDSA:next");
}

TEST(KeyEngine, CertificatesComeAndGo) {
  World world;
  const RingPtr plain = world.engine.open("t", {}).value();
  EXPECT_EQ(plain->jwks().find("x5c"), std::string::npos);
  const Policy policy{.certificates = true, .subject = "https://as.example/t"};
  const RingPtr certified = world.engine.step("t", policy, plain).value();
  const JwkSet set = JwkSet::parse(certified->jwks()).value();
  ASSERT_EQ(set.entries().size(), 2u);
  for (const KeySetEntry& entry : set.entries()) {
    ASSERT_TRUE(entry.key);
    EXPECT_EQ(entry.key->info().x5c.size(), 1u);
    EXPECT_FALSE(entry.key->info().x5t.empty());
    EXPECT_FALSE(entry.key->info().x5t_s256.empty());
  }
  EXPECT_EQ(private_members(certified->jwks()), "");
  EXPECT_EQ(world.engine.step("t", {}, certified).value()->jwks(), plain->jwks());
}

TEST(KeyEngine, TokensThatLiveLongerKeepTheirKeyLonger) {
  World world;
  ASSERT_EQ(outcome(world.engine.open("t", {})), "ok");
  const Policy longer{.longest_token = days(3)};
  ASSERT_EQ(outcome(world.engine.step("t", longer)), "ok");
  // Shorter again, and then it rotates: what was issued in between counts.
  ASSERT_EQ(outcome(world.engine.step("t", {})), "ok");
  world.clock->advance(days(90));
  const RingPtr ring = world.engine.step("t", {}).value();
  EXPECT_EQ(ring->keys().back().vanishes, world.now() + retire_after_of(longer));
}

TEST(PublishedSet, SaysHowLongItMayBeCached) {
  World world;
  const RingPtr ring = world.engine.open("t", {}).value();
  const Timestamp change = ring->next_change();
  EXPECT_EQ(ring->max_age(world.now()), seconds(600));
  EXPECT_EQ(ring->max_age(change - seconds(600)), seconds(600));
  EXPECT_EQ(ring->max_age(change - seconds(599)), seconds(599));
  EXPECT_EQ(ring->max_age(change - seconds(1)), seconds(30));
  EXPECT_EQ(ring->max_age(change + days(1)), seconds(30));
  EXPECT_EQ(ring->changing_at(Timestamp::max())->max_age(world.now()), seconds(600));
  const RingPtr brief = world.engine.step("t", {.max_age = seconds(5)}, ring).value();
  EXPECT_EQ(brief->max_age(world.now()), seconds(5));
  EXPECT_EQ(brief->max_age(change), seconds(5));
}

TEST(PublishedSet, HasAStrongTagOfItsBytes) {
  World world;
  const RingPtr ring = world.engine.open("t", {}).value();
  EXPECT_EQ(ring->etag().size(), 24u);
  EXPECT_EQ(ring->etag().front(), '"');
  EXPECT_EQ(ring->etag().back(), '"');
  EXPECT_EQ(ring->changing_at(world.now())->etag(), ring->etag());
  EXPECT_EQ(*ring->shared_jwks(), ring->jwks());
}

}  // namespace
}  // namespace signet::server::keyring::test
