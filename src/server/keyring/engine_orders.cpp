// What operators ask for: rotation and revocation. Neither needs the lease: each write holds only for the version of
// the key that it was decided on.
#include <algorithm>
#include <utility>

#include "server/keyring/engine.h"
#include "server/keyring/key_group.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

/// Each failure means that another node was faster.
constexpr int kMaxTries = 16;

const StoredKey* find_key(const std::vector<StoredKey>& keys, std::string_view kid) {
  const auto found = std::ranges::find(keys, kid, [](const StoredKey& key) { return std::string_view(key.info.kid); });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace

Result<RingPtr> Engine::rotate(const std::string& tenant, const Policy& policy, std::string_view alg,
                               bool at_once) const {
  SIGNET_CHECK(check(policy));
  if (std::ranges::find(policy.algorithms, alg) == policy.algorithms.end())
    return fail_on_input(Errc::alg_not_allowed, alg);
  for (int tries = 0; tries < kMaxTries; ++tries) {
    // Then there is a next key, and what was due before does not count as what is asked for.
    SIGNET_CHECK(advance(tenant, policy, nullptr, Patience::much));
    SIGNET_TRY(const bool is_ordered, order(tenant, policy, alg, at_once));
    if (is_ordered) return advance(tenant, policy, nullptr, Patience::much);
  }
  return fail(Errc::store_unavailable, "busy");
}

Result<bool> Engine::order(const std::string& tenant, const Policy& policy, std::string_view alg, bool at_once) const {
  SIGNET_TRY(const Keys keys, keys_.load(tenant));
  const std::vector<KeyInfo> infos = infos_of(keys);
  const KeyGroup group = group_of(policy, infos, alg);
  if (group.next.empty()) return false;
  StoredKey next = *find_key(keys, group.next.front()->kid);
  const Timestamp now = clock_->now();
  const Timestamp when = at_once ? now : std::max(now, next.info.published + soonest_of(policy));
  if (has_order(next.info) && next.info.activates <= when) return true;
  next.info.activates = when;
  return keys_.replace(tenant, next);
}

Result<RingPtr> Engine::revoke(const std::string& tenant, const Policy& policy, std::string_view kid) const {
  SIGNET_CHECK(check(policy));
  for (int tries = 0; tries < kMaxTries; ++tries) {
    SIGNET_TRY(const Keys keys, keys_.load(tenant));
    const StoredKey* revoked = find_key(keys, kid);
    if (revoked == nullptr) return fail_on_input(Errc::key_not_found, kid);
    SIGNET_TRY(const bool has_successor, install_successor(tenant, policy, *revoked, keys));
    if (!has_successor) continue;
    // When another node has erased it in between, it is gone all the same.
    SIGNET_CHECK(keys_.erase(tenant, kid));
    return advance(tenant, policy, nullptr, Patience::much);
  }
  return fail(Errc::store_unavailable, "busy");
}

/// First the next key signs, then the revoked one goes: no node ever reads keys of which none signs. False: to be
/// looked at again.
Result<bool> Engine::install_successor(const std::string& tenant, const Policy& policy, const StoredKey& revoked,
                                       const Keys& keys) const {
  const std::string& alg = revoked.info.alg;
  const bool is_kept = std::ranges::find(policy.algorithms, alg) != policy.algorithms.end();
  if (revoked.info.state != State::active || !is_kept) return true;
  const std::vector<KeyInfo> infos = infos_of(keys);
  const KeyGroup group = group_of(policy, infos, alg);
  if (group.active.size() > 1 && group.active.front()->kid != revoked.info.kid) return true;
  if (!group.next.empty()) return change(tenant, policy, Act::activate, *find_key(keys, group.next.front()->kid), keys);
  KeyInfo info;
  info.state = State::active;
  info.activates = signs_from(alg, keys);
  return make(tenant, policy, alg, std::move(info));
}

}  // namespace signet::server::keyring
