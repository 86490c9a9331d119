#include "server/keyring/simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "signet/jws.h"

namespace signet::server::keyring::test {
namespace {

// The time of the simulation is coarse, so all times of its policies are long.
constexpr Duration kMaxAge = hours(24);
constexpr Duration kLongestPause = hours(10);
/// How old a node's ring may be: half of what the engine allows.
constexpr Duration kLongestRest = kMaxAge / 2;

Policy first_policy() {
  return {.active_for = days(20), .publish_ahead = days(3), .longest_token = days(2), .max_age = kMaxAge};
}

}  // namespace

Simulation::Simulation(std::uint32_t seed, Duration slow_keeps)
    : random_(seed), slow_keeps_(slow_keeps), policy_(first_policy()) {
  for (int i = 0; i < 2; ++i) nodes_.push_back({world_.node(), policy_, nullptr, {}});
  step_all();
  for (int i = 0; i < 3; ++i) caches_.push_back({.keeps = slow_keeps, .refetches = false});
  for (int i = 0; i < 2; ++i) caches_.push_back({.keeps = kMaxAge, .refetches = true});
}

Duration Simulation::between(Duration low, Duration high) {
  return Duration(std::uniform_int_distribution<std::int64_t>(low.count(), high.count())(random_));
}

/// A node takes over the policy of its tenant, then steps, then issues by it.
void Simulation::step(Node& node) {
  node.policy = policy_;
  auto ring = node.engine.step("t", node.policy, node.ring);
  ASSERT_EQ(outcome(ring), "ok");
  node.ring = *std::move(ring);
  node.stepped = world_.now();
  EXPECT_EQ(private_members(node.ring->jwks()), "");
}

void Simulation::step_all() {
  for (Node& node : nodes_) step(node);
}

void Simulation::change_policy() {
  ++tally_.policies;
  std::vector<std::vector<std::string>> algorithms = {{"ES256"}, {"ES256", "EdDSA"}, {"EdDSA"}, {"EdDSA", "ES256"}};
  std::vector<Duration> lives = {days(5), days(20), days(60)};
  std::vector<Duration> aheads = {days(3), days(6)};
  std::vector<Duration> tokens = {hours(12), days(2), days(5)};
  policy_.algorithms = any_of(algorithms);
  policy_.active_for = any_of(lives);
  policy_.publish_ahead = any_of(aheads);
  policy_.longest_token = any_of(tokens);
}

void Simulation::order() {
  Node& node = any_of(nodes_);
  const auto ring = node.engine.rotate("t", policy_, any_of(policy_.algorithms), false);
  ASSERT_EQ(outcome(ring), "ok");
  node.policy = policy_;
  node.ring = *ring;
  ++tally_.orders;
}

/// Only of a key whose successor every cache can know: else nothing but a new fetch helps.
void Simulation::revoke() {
  Node& node = any_of(nodes_);
  const std::string alg(node.ring->default_algorithm());
  const std::string kid = kid_of(*node.ring, State::active, alg);
  const auto keys = node.ring->keys();
  const bool is_known = std::ranges::any_of(keys, [&](const KeyInfo& key) {
    return key.alg == alg && key.state == State::next && key.published + slow_keeps_ + kLongestRest <= world_.now();
  });
  if (!is_known || std::ranges::find(policy_.algorithms, alg) == policy_.algorithms.end()) return;
  const auto ring = node.engine.revoke("t", policy_, kid);
  if (!ring) {
    EXPECT_EQ(outcome(ring), "key_not_found(" + kid + ")");  // the ring was an old one
  } else {
    ++tally_.revocations;
  }
  step_all();
  std::erase_if(tokens_, [&](const IssuedToken& token) { return token.kid == kid; });
}

void Simulation::issue() {
  Node& node = any_of(nodes_);
  std::vector<std::string> algorithms = node.policy.algorithms;
  algorithms.emplace_back(node.ring->default_algorithm());
  const auto signer = node.ring->signer(any_of(algorithms));
  if (signer == nullptr) return;
  if (signer->kid() != last_signer_) ++tally_.rotations;
  last_signer_ = signer->kid();
  tokens_.push_back({.kid = std::string(signer->kid()),
                     .row = find_signature_algorithm(signer->algorithm()),
                     .expires = world_.now() + between(hours(1), node.policy.longest_token),
                     .text = jws::sign_compact(as_bytes("x"), *signer).value()});
  ++tally_.issued;
}

void Simulation::fetch(Cache& cache) {
  const Ring& ring = *any_of(nodes_).ring;
  cache.fetched = world_.now();
  if (ring.etag() == cache.etag) return;
  cache.etag = ring.etag();
  cache.set = JwkSet::parse(ring.jwks()).value();
}

void Simulation::look_up(Cache& cache, const IssuedToken& token) {
  ++tally_.looked_up;
  const KeyQuery query{.kid = token.kid, .algorithm = token.row};
  bool is_known = cache.set->find(query).has_value();
  if (!is_known && cache.refetches) {
    fetch(cache);
    is_known = cache.set->find(query).has_value();
  }
  if (!is_known) {
    ++tally_.unknown;
    return;
  }
  if (!chance(8)) return;
  AlgorithmSet allowed;
  allowed.add(*token.row);
  EXPECT_EQ(outcome(jws::verify_compact(token.text, *cache.set, allowed)), "ok");
  ++tally_.verified;
}

void Simulation::verify_all() {
  std::erase_if(tokens_, [&](const IssuedToken& token) { return token.expires + policy_.skew < world_.now(); });
  for (Cache& cache : caches_) {
    if (!cache.set || cache.fetched + cache.keeps < world_.now()) {
      fetch(cache);
    }
    for (const IssuedToken& token : tokens_) look_up(cache, token);
  }
}

Tally Simulation::run(Duration time) {
  const Timestamp end = world_.now() + time;
  while (world_.now() < end && !::testing::Test::HasFatalFailure()) {
    world_.clock->advance(between(hours(1), kLongestPause));
    for (Node& node : nodes_)
      if (node.ring->next_change() <= world_.now() || node.stepped + kLongestRest < world_.now()) step(node);
    issue();
    verify_all();
    if (chance(60)) change_policy();
    if (chance(40)) order();
    if (chance(80)) revoke();
  }
  return tally_;
}

}  // namespace signet::server::keyring::test
