// What is to be done with the keys of a tenant, decided from what is known of them: no store, no clock, no key.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "server/keyring/key_info.h"
#include "server/keyring/policy.h"
#include "signet/timestamp.h"

namespace signet::server::keyring {

enum class Act : std::uint8_t {
  make,      ///< a new key in the state next
  make_now,  ///< the same, and it is ordered to sign at once: nothing else can
  extend,    ///< the policy wants the key to stay for longer after its last signature
  certify,   ///< the policy wants certificates, and the key has none
  activate,
  retire,
  remove,
};

struct Action {
  Act act{};
  std::string alg;
  std::string kid{};  ///< empty for a key that is to be made
  bool operator==(const Action&) const = default;
};

struct Plan {
  /// In the order in which they are done, so that wherever they are broken off a key is left that signs. What follows
  /// from them is decided anew: plan again until there is nothing to do.
  std::vector<Action> actions;
  /// When there will be something to do if nothing is done before; Timestamp::max() for never.
  Timestamp next_change = Timestamp::max();
};

/// The rules. For each algorithm of the policy one key signs and one is next. A next key signs when the active one has
/// done so for active_for and the next has been published for publish_ahead, or when that was ordered; then the active
/// one retires, and vanishes when no token of its can be good any more. An algorithm that was added signs when its key
/// has been published for long enough; only where a tenant has no key that ever signed, all begin at once. One that was
/// dropped signs on until all others do. Where nothing signs at all, the first key that can does so at once.
/// `policy` has passed check().
Plan make_plan(const Policy& policy, std::span<const KeyInfo> keys, Timestamp now);

/// The same keys with every time filled in as it will come when the policy stays: for people. The order is that of
/// in_order().
std::vector<KeyInfo> describe(const Policy& policy, std::span<const KeyInfo> keys, Timestamp now);

}  // namespace signet::server::keyring
