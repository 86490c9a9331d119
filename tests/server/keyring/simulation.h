// A tenant's keys over a long time: nodes that sign, policies that change, and verifiers that cache key sets.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "server/keyring/keyring_support.h"
#include "signet/jwk_set.h"

namespace signet::server::keyring::test {

/// A verifier keeps a set for `keeps`; with `refetches` it also asks again for a kid that it does not know.
struct Cache {
  Duration keeps;
  bool refetches;
  Timestamp fetched{};
  std::optional<JwkSet> set{};
  std::string etag{};
};

struct IssuedToken {
  std::string kid;
  const SignatureAlgorithm* row;
  Timestamp expires;
  std::string text;
};

struct Node {
  Engine engine;
  Policy policy;
  RingPtr ring;
  Timestamp stepped;
};

struct Tally {
  int issued = 0, looked_up = 0, verified = 0;
  int unknown = 0;  ///< a token that a cache had no key for: what must never be
  int rotations = 0, orders = 0, revocations = 0, policies = 0;
};

class Simulation {
 public:
  /// Slow caches keep a set for `slow_keeps`.
  Simulation(std::uint32_t seed, Duration slow_keeps);
  Tally run(Duration time);

 private:
  Duration between(Duration low, Duration high);
  bool chance(int one_in) { return std::uniform_int_distribution(1, one_in)(random_) == 1; }
  template <class T>
  T& any_of(std::vector<T>& all) {
    return all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(random_)];
  }

  void step(Node& node);
  void step_all();
  void change_policy();
  void order();
  void revoke();
  void issue();
  void fetch(Cache& cache);
  void look_up(Cache& cache, const IssuedToken& token);
  void verify_all();

  World world_;
  std::mt19937 random_;
  Duration slow_keeps_;
  Policy policy_;
  std::vector<Node> nodes_;
  std::vector<Cache> caches_;
  std::vector<IssuedToken> tokens_;
  Tally tally_;
  std::string last_signer_;
};

}  // namespace signet::server::keyring::test
