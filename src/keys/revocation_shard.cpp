#include "keys/revocation_shard.h"

#include <algorithm>
#include <new>

namespace signet::keys {
namespace {

constexpr std::uint32_t kLeast = 8;
constexpr std::uint32_t kLoadPercent = 85;  // of a table that is full

/// Where a digest begins to be looked for; the shard was chosen by the other half of the digest.
std::uint32_t start_of(const RevocationDigest& digest, std::uint32_t capacity) noexcept {
  constexpr unsigned kHalf = 32;
  return static_cast<std::uint32_t>((digest.second >> kHalf) * capacity >> kHalf);
}

// No entry expires at 0.
bool is_free(const RevocationEntry& slot) noexcept {
  return slot.expires == 0;
}

bool is_full(std::uint32_t used, std::uint32_t capacity) noexcept {
  return std::uint64_t{used} * 100 >= std::uint64_t{capacity} * kLoadPercent;
}

RevocationEntry* place_in(RevocationEntry* slots, std::uint32_t capacity, const RevocationDigest& digest) noexcept {
  std::uint32_t at = start_of(digest, capacity);
  while (!is_free(slots[at]) && slots[at].digest != digest) at = at + 1 == capacity ? 0 : at + 1;
  return &slots[at];
}

}  // namespace

RevocationEntry* RevocationShard::place_of(const RevocationDigest& digest) const noexcept {
  return place_in(slots_.get(), capacity_.load(std::memory_order_relaxed), digest);
}

// The next size is a quarter more, so that memory is used well whatever the number of entries.
bool RevocationShard::rebuild(Seconds32 now, bool may_grow) {
  const std::uint32_t old = capacity_.load(std::memory_order_relaxed);
  std::uint32_t live = 0;
  for (std::uint32_t i = 0; i < old; ++i) live += !is_free(slots_[i]) && slots_[i].expires > now ? 1U : 0U;
  std::uint32_t capacity = std::max(old, kLeast);
  // A table that would soon be full again grows; one that has become much too large shrinks.
  constexpr std::uint32_t kSlack = 8;
  if (may_grow && is_full(live + live / kSlack + 1, capacity)) capacity += capacity / 4 + kLeast;
  if (live < capacity / 4) capacity = std::max(kLeast, live * 2);
  std::unique_ptr<RevocationEntry[]> next(new (std::nothrow) RevocationEntry[capacity]);
  if (!next) return false;
  for (std::uint32_t i = 0; i < old; ++i)
    if (!is_free(slots_[i]) && slots_[i].expires > now) *place_in(next.get(), capacity, slots_[i].digest) = slots_[i];
  slots_ = std::move(next);
  hint_.store(slots_.get(), std::memory_order_relaxed);
  capacity_.store(capacity, std::memory_order_relaxed);
  used_.store(live, std::memory_order_relaxed);
  return true;
}

Result<RevocationShard::Added> RevocationShard::add(const RevocationEntry& entry, Seconds32 now) {
  const std::scoped_lock lock(mutex_);
  const std::uint32_t used = used_.load(std::memory_order_relaxed);
  if (is_full(used + 1, capacity_.load(std::memory_order_relaxed)) && !rebuild(now, true))
    return fail(Errc::internal, "memory");
  RevocationEntry* const place = place_of(entry.digest);
  if (is_free(*place)) {
    *place = entry;
    used_.fetch_add(1, std::memory_order_relaxed);
    return Added::fresh;
  }
  const RevocationEntry before = *place;
  // What had expired says nothing any more.
  place->issued_before =
      before.expires > now ? std::max(before.issued_before, entry.issued_before) : entry.issued_before;
  place->expires = std::max(before.expires, entry.expires);
  const bool is_same = place->issued_before == before.issued_before && place->expires == before.expires;
  return is_same ? Added::known : Added::changed;
}

std::optional<RevocationEntry> RevocationShard::find(const RevocationDigest& digest) const noexcept {
  const std::scoped_lock lock(mutex_);
  if (capacity_.load(std::memory_order_relaxed) == 0) return std::nullopt;
  const RevocationEntry* const place = place_of(digest);
  if (is_free(*place)) return std::nullopt;
  return *place;
}

void RevocationShard::prefetch(const RevocationDigest& digest) const noexcept {
  const RevocationEntry* const slots = hint_.load(std::memory_order_relaxed);
  const std::uint32_t capacity = capacity_.load(std::memory_order_relaxed);
  if (slots == nullptr || capacity == 0) return;
  // An address that was given back meanwhile is no harm: nothing is read.
  __builtin_prefetch(slots + start_of(digest, capacity));
}

void RevocationShard::sweep(Seconds32 now) {
  const std::scoped_lock lock(mutex_);
  if (capacity_.load(std::memory_order_relaxed) > 0) (void)rebuild(now, false);
}

}  // namespace signet::keys
