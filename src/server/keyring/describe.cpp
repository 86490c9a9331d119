// When each key is published, signs, retires and vanishes, if nothing changes.
#include <algorithm>

#include "server/keyring/key_group.h"
#include "server/keyring/plan.h"

namespace signet::server::keyring {
namespace {

/// When the key that signs will be succeeded. Without a next key one is made now.
Timestamp end_of(const Policy& policy, const KeyGroup& group, const KeyInfo& active, Timestamp now) {
  KeyInfo made;
  made.published = now;
  const KeyInfo& next = group.next.empty() ? made : *group.next.front();
  return takes_over_at(policy, next, &active);
}

/// Times of an algorithm that the policy no longer has: it ends when the slowest of the others can sign.
Timestamp end_of_dropped(const Policy& policy, std::span<const KeyInfo> keys, Timestamp now) {
  Timestamp end = now;
  for (const std::string& alg : policy.algorithms) {
    const KeyGroup group = group_of(policy, keys, alg);
    if (!group.active.empty()) continue;
    end = std::max(end, group.next.empty() ? now + publish_ahead_of(policy) : ready_at(policy, *group.next.front()));
  }
  return end;
}

bool is_kept(const Policy& policy, const KeyInfo& key) {
  return std::ranges::find(policy.algorithms, key.alg) != policy.algorithms.end();
}

KeyInfo described(const Policy& policy, std::span<const KeyInfo> keys, KeyInfo key, Timestamp now) {
  const KeyGroup group = group_of(policy, keys, key.alg);
  const KeyInfo* active = group.active.empty() ? nullptr : group.active.front();
  if (key.state == State::retiring) return key;
  if (!is_kept(policy, key) && key.state == State::next) {
    key.vanishes = now;
    return key;
  }
  if (key.state == State::next) {
    key.activates = std::max(now, takes_over_at(policy, key, active));
    key.retires = key.activates + std::max(policy.active_for, publish_ahead_of(policy));
  } else {
    key.retires =
        std::max(now, is_kept(policy, key) ? end_of(policy, group, key, now) : end_of_dropped(policy, keys, now));
  }
  key.vanishes = key.retires + stays_for(policy, key);
  return key;
}

}  // namespace

std::vector<KeyInfo> describe(const Policy& policy, std::span<const KeyInfo> keys, Timestamp now) {
  std::vector<KeyInfo> all;
  all.reserve(keys.size());
  for (const KeyInfo* key : in_order(policy, keys)) all.push_back(described(policy, keys, *key, now));
  return all;
}

}  // namespace signet::server::keyring
