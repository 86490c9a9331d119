#include "server/keyring/engine.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "server/keyring/lease.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

/// Another node does the work: how often and how long it is waited for, in the time of the machine.
constexpr int kLittle = 4, kMuch = 100;
constexpr auto kPause = std::chrono::milliseconds(50);
/// When what another node does should be done.
constexpr Duration kSoon = std::chrono::seconds(1);
/// Plans that follow from one another; each of them brings the keys nearer to what the policy wants.
constexpr int kMaxRounds = 64;

bool any_signs(const std::vector<StoredKey>& keys) {
  return std::ranges::any_of(keys, [](const StoredKey& key) { return key.info.state == State::active; });
}

}  // namespace

std::vector<KeyInfo> infos_of(const std::vector<StoredKey>& keys) {
  std::vector<KeyInfo> infos;
  infos.reserve(keys.size());
  for (const StoredKey& key : keys) infos.push_back(key.info);
  return infos;
}

Engine::Engine(storage::Store& store, std::shared_ptr<const MasterKey> master, std::shared_ptr<const Clock> clock)
    : keys_(store, std::move(master)), clock_(std::move(clock)) {}

Result<RingPtr> Engine::step(const std::string& tenant, const Policy& policy, RingPtr former) const {
  return advance(tenant, policy, std::move(former), Patience::little);
}

Result<RingPtr> Engine::advance(const std::string& tenant, const Policy& policy, RingPtr former,
                                Patience patience) const {
  SIGNET_CHECK(check(policy));
  for (int tries = 0; tries < kMuch; ++tries) {
    SIGNET_TRY(const Keys keys, keys_.load(tenant));
    const Timestamp now = clock_->now();
    if (make_plan(policy, infos_of(keys), now).actions.empty()) return to_ring(policy, keys, former);
    SIGNET_TRY(const auto lease, Lease::take(keys_.store(), tenant, now));
    if (lease) {
      SIGNET_TRY(const Keys changed, carry_out(tenant, policy));
      return to_ring(policy, changed, former);
    }
    if (patience == Patience::little && tries >= kLittle && any_signs(keys)) {
      SIGNET_TRY(const RingPtr ring, to_ring(policy, keys, former));
      return ring->changing_at(now + kSoon);
    }
    std::this_thread::sleep_for(kPause);
  }
  return fail(Errc::store_unavailable, "busy");
}

Result<RingPtr> Engine::to_ring(const Policy& policy, const Keys& keys, const RingPtr& former) const {
  const Timestamp now = clock_->now();
  const Plan plan = make_plan(policy, infos_of(keys), now);
  const Timestamp next_change = plan.actions.empty() ? plan.next_change : now;
  if (former == nullptr || former->fingerprint() != fingerprint_of(policy, keys))
    return Ring::make(policy, keys, next_change);
  return former->next_change() == next_change ? former : former->changing_at(next_change);
}

Result<Engine::Keys> Engine::carry_out(const std::string& tenant, const Policy& policy) const {
  for (int round = 0; round < kMaxRounds; ++round) {
    SIGNET_TRY(Keys keys, keys_.load(tenant));
    const Plan plan = make_plan(policy, infos_of(keys), clock_->now());
    if (plan.actions.empty()) return keys;
    for (const Action& action : plan.actions) {
      SIGNET_TRY(const bool done, execute(tenant, policy, action, keys));
      if (!done) break;  // somebody else was here: what follows may be wrong by now
    }
  }
  return fail(Errc::store_unavailable, "busy");
}

}  // namespace signet::server::keyring
