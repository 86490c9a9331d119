#include "server/keyring/key_group.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace signet::server::keyring {
namespace {

/// Two nodes that see the same keys choose the same one, also when the times are equal.
void sort_group(const Policy& policy, KeyGroup& group) {
  std::ranges::sort(group.active, [](const KeyInfo* a, const KeyInfo* b) {
    return std::tie(b->activates, b->kid) < std::tie(a->activates, a->kid);
  });
  std::ranges::sort(group.next, {}, [&](const KeyInfo* key) {
    return std::tuple(ready_at(policy, *key), key->published, std::string_view(key->kid));
  });
  std::ranges::sort(group.retiring, {},
                    [](const KeyInfo* key) { return std::tuple(key->vanishes, std::string_view(key->kid)); });
}

constexpr int rank_of(State state) noexcept {
  switch (state) {
    case State::active:
      return 0;
    case State::next:
      return 1;
    case State::retiring:
      return 2;
    case State::removed:
      return 3;
  }
  return 4;
}

}  // namespace

KeyGroup group_of(const Policy& policy, std::span<const KeyInfo> keys, std::string_view alg) {
  KeyGroup group;
  for (const KeyInfo& key : keys) {
    if (key.alg != alg) continue;
    if (key.state == State::active) group.active.push_back(&key);
    if (key.state == State::next) group.next.push_back(&key);
    if (key.state == State::retiring) group.retiring.push_back(&key);
  }
  sort_group(policy, group);
  return group;
}

bool has_order(const KeyInfo& next) noexcept {
  return next.activates != Timestamp{};
}

Timestamp ready_at(const Policy& policy, const KeyInfo& next) noexcept {
  return has_order(next) ? next.activates : next.published + publish_ahead_of(policy);
}

Timestamp takes_over_at(const Policy& policy, const KeyInfo& next, const KeyInfo* active) noexcept {
  const Timestamp ready = ready_at(policy, next);
  if (has_order(next) || active == nullptr) return ready;
  return std::max(ready, active->activates + policy.active_for);
}

Duration stays_for(const Policy& policy, const KeyInfo& key) noexcept {
  return std::max(key.stays, retire_after_of(policy));
}

std::vector<const KeyInfo*> in_order(const Policy& policy, std::span<const KeyInfo> keys) {
  std::vector<const KeyInfo*> sorted;
  sorted.reserve(keys.size());
  for (const KeyInfo& key : keys) sorted.push_back(&key);
  std::ranges::sort(sorted, {}, [&](const KeyInfo* key) {
    return std::tuple(std::ranges::find(policy.algorithms, key->alg) - policy.algorithms.begin(),
                      std::string_view(key->alg), rank_of(key->state), -key->activates.time_since_epoch().count(),
                      key->published, std::string_view(key->kid));
  });
  return sorted;
}

}  // namespace signet::server::keyring
