#include "signet/memory_replay_store.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <queue>
#include <set>
#include <vector>

namespace signet {
namespace {

/// Half of a hash tells the tokens of one owner apart: to find two that are alike takes 2^64 of them, and who does has
/// only made a token of its own that is refused.
using TokenHash = std::array<std::uint8_t, 16>;
using OwnerHash = std::array<std::uint8_t, 32>;
using Tokens = std::set<TokenHash>;
// Ordered, since an attacker chooses the keys: a hash table can be made to degenerate.
using Owners = std::map<OwnerHash, Tokens>;

/// When what is forgotten. An owner's place in the map holds as long as it has entries.
struct Expiry {
  Timestamp until;
  Owners::iterator owner;
  TokenHash token;
  bool operator<(const Expiry& other) const noexcept { return until > other.until; }  // the earliest on top
};

/// Clocks of threads and machines: one may have read its own before it waited for another.
constexpr Duration kGrace = std::chrono::minutes(1);
/// What one call takes out at most when it has room anyway, so that none has to clear up after all others.
constexpr std::size_t kMaxSweep = 1024;

}  // namespace

struct MemoryReplayStore::State {
  explicit State(const ReplayLimits& bounds) : limits(bounds) {}

  ReplayLimits limits;
  mutable std::mutex mutex;
  Owners owners;
  std::priority_queue<Expiry> expiries;
  std::size_t shared = 0;  // entries beyond the guaranteed ones

  bool is_guaranteed(std::size_t entries) const noexcept { return entries < limits.guaranteed; }

  void forget_first() {
    const Expiry first = expiries.top();
    expiries.pop();
    Tokens& tokens = first.owner->second;
    tokens.erase(first.token);
    if (!is_guaranteed(tokens.size())) --shared;
    if (tokens.empty()) owners.erase(first.owner);
  }

  /// Why one more token of this owner has no place; nothing when it has.
  const char* what_is_full(const OwnerHash& owner) const {
    const auto found = owners.find(owner);
    if (found == owners.end() && owners.size() >= limits.owners) return "owners";
    const std::size_t entries = found == owners.end() ? 0 : found->second.size();
    if (is_guaranteed(entries)) return nullptr;
    return entries >= limits.per_owner || shared >= limits.shared ? "jti" : nullptr;
  }

  /// Takes out what has expired: some, and all that it takes to make room for this owner.
  void sweep(const OwnerHash& owner, Timestamp now) {
    for (std::size_t swept = 0; !expiries.empty() && now - kGrace > expiries.top().until; ++swept) {
      if (swept >= kMaxSweep && what_is_full(owner) == nullptr) return;
      forget_first();
    }
  }
};

MemoryReplayStore::MemoryReplayStore(const ReplayLimits& limits) : state_(std::make_unique<State>(limits)) {}
MemoryReplayStore::~MemoryReplayStore() = default;

Result<> MemoryReplayStore::use_once(const ReplayId& id, Timestamp until, Timestamp now) {
  TokenHash token;
  std::copy_n(id.token.begin(), token.size(), token.begin());
  const std::lock_guard lock(state_->mutex);
  state_->sweep(id.owner, now);
  const auto known = state_->owners.find(id.owner);
  if (known != state_->owners.end() && known->second.contains(token)) return fail(Errc::replayed, "jti");
  if (const char* full = state_->what_is_full(id.owner)) return fail(Errc::limit_exceeded, full);
  const auto owner = state_->owners.try_emplace(id.owner).first;
  if (!state_->is_guaranteed(owner->second.size())) ++state_->shared;
  owner->second.insert(token);
  state_->expiries.push({until, owner, token});
  return {};
}

std::size_t MemoryReplayStore::size() const {
  const std::lock_guard lock(state_->mutex);
  return state_->expiries.size();
}

std::size_t MemoryReplayStore::owners() const {
  const std::lock_guard lock(state_->mutex);
  return state_->owners.size();
}

}  // namespace signet
