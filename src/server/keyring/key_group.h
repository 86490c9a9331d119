// The keys of one algorithm, and when the next of them signs.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "server/keyring/key_info.h"
#include "server/keyring/policy.h"
#include "signet/timestamp.h"

namespace signet::server::keyring {

struct KeyGroup {
  std::vector<const KeyInfo*> active;  ///< the one that signs first: that which was activated last
  std::vector<const KeyInfo*> next;    ///< the one that signs soonest first
  std::vector<const KeyInfo*> retiring;
};

/// Points into `keys`.
KeyGroup group_of(const Policy& policy, std::span<const KeyInfo> keys, std::string_view alg);

bool has_order(const KeyInfo& next) noexcept;
/// When a next key may sign: when it was ordered to, else when it has been published for long enough.
Timestamp ready_at(const Policy& policy, const KeyInfo& next) noexcept;
/// When it takes over from `active`, which may be null.
Timestamp takes_over_at(const Policy& policy, const KeyInfo& next, const KeyInfo* active) noexcept;
/// How long the key stays after its last signature.
Duration stays_for(const Policy& policy, const KeyInfo& key) noexcept;

/// Pointers to the keys in the order in which they are shown and published: by the order of the policy, the active one
/// first, then the next, the retiring. Keys of algorithms that the policy does not have come last.
std::vector<const KeyInfo*> in_order(const Policy& policy, std::span<const KeyInfo> keys);

}  // namespace signet::server::keyring
