#include "keys/token_cache_table.h"

#include <algorithm>
#include <bit>
#include <thread>
#include <utility>

namespace signet::jwt {
namespace {

/// What an allocator keeps beside each piece of memory, and how many pieces an entry has.
constexpr std::size_t kAllocatorOctets = 16;
constexpr std::size_t kPieces = 10;
/// Entries that are likely to find place in a bucket of eight, whatever their hashes: one in fifty does not.
constexpr std::size_t kLikelyInBucket = 4;
constexpr std::size_t kMaxShards = 16;
/// Of a shard that is worth having.
constexpr std::size_t kShardEntries = 64;
constexpr std::size_t kShardOctets = 1u << 20;
/// No token that holds is smaller with its claims, so the table needs no place for more.
constexpr std::size_t kSmallestEntry = 1024;

std::size_t shards_for(const TokenCacheOptions& bounds) noexcept {
  const std::size_t useful = std::min(bounds.max_entries / kShardEntries, bounds.max_bytes / kShardOctets);
  return std::bit_floor(std::clamp<std::size_t>(useful, 1, kMaxShards));
}

}  // namespace

Kept::Kept(std::string_view token, Held remembered)
    : text(token.begin(), token.end()),
      held(std::move(remembered)),
      octets(text.capacity() + held->memory() + kPieces * kAllocatorOctets) {}

TokenTable::TokenTable(const TokenCacheOptions& bounds) : shards_(shards_for(bounds)) {
  const std::size_t octets = bounds.max_bytes / shards_.size();
  shard_entries_ = std::min(bounds.max_entries / shards_.size(), octets / kSmallestEntry);
  const std::size_t buckets = (shard_entries_ + kLikelyInBucket - 1) / kLikelyInBucket;
  table_octets_ = sizeof(Shard) + buckets * sizeof(Bucket);
  shard_octets_ = octets - table_octets_;
  for (Shard& shard : shards_) shard.buckets = std::vector<Bucket>(buckets);
}

Held TokenTable::find(std::uint64_t hash, std::string_view token) noexcept {
  Bucket& bucket = bucket_of(shard_of(hash), hash);
  for (std::size_t i = 0; i < kSlots; ++i) {
    if (bucket.hashes[i].load(std::memory_order_relaxed) != hash) continue;
    Slot& slot = bucket.slots[i];
    if (!slot.gate.enter()) continue;
    if (as_text(slot.kept.text) == token) {
      Held held = slot.kept.held;
      slot.gate.leave_having_found();
      return held;
    }
    slot.gate.leave();
  }
  return nullptr;
}

void TokenTable::keep(std::uint64_t hash, std::string_view token, Held held) {
  Kept kept(token, std::move(held));
  if (kept.octets > shard_octets_) return;
  Gone gone;  // destroyed when others may go on
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  Bucket& bucket = bucket_of(shard, hash);
  if (!forget_same(shard, bucket, kept, gone) || !make_room(shard, kept.octets, gone)) return;
  const std::size_t place = make_place(shard, bucket, gone);
  if (place == kSlots) return;
  ++shard.entries;
  shard.octets += kept.octets;
  Slot& slot = bucket.slots[place];
  slot.kept = std::move(kept);
  slot.found_before = slot.gate.found();
  bucket.hashes[place].store(hash, std::memory_order_relaxed);
  slot.gate.open();
}

void TokenTable::drop(std::uint64_t hash, const Held& held) noexcept {
  Kept gone;
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  Bucket& bucket = bucket_of(shard, hash);
  for (std::size_t i = 0; i < kSlots; ++i) {
    if (bucket.slots[i].kept.held != held || !bucket.slots[i].gate.close()) continue;
    gone = take(shard, bucket, i);
    return;
  }
}

void TokenTable::clear() noexcept {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (Bucket& bucket : shard.buckets) {
      for (std::size_t i = 0; i < kSlots; ++i) {
        Gate& gate = bucket.slots[i].gate;
        if (gate.is_closed()) continue;
        while (!gate.close()) std::this_thread::yield();  // a reader compares one text and leaves
        const Kept gone = take(shard, bucket, i);
      }
    }
  }
}

TokenTable::Count TokenTable::count() {
  Count all{.octets = shards_.size() * table_octets_};
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    all.evictions += shard.evictions;
    all.entries += shard.entries;
    all.octets += shard.octets;
    for (const Bucket& bucket : shard.buckets)
      for (const Slot& slot : bucket.slots) all.found += slot.gate.found();
  }
  return all;
}

/// Out of a slot that was closed for it.
Kept TokenTable::take(Shard& shard, Bucket& bucket, std::size_t slot) noexcept {
  Kept kept = std::exchange(bucket.slots[slot].kept, Kept());
  bucket.hashes[slot].store(0, std::memory_order_relaxed);
  --shard.entries;
  shard.octets -= kept.octets;
  return kept;
}

/// Unless it was found since it was considered the last time, or a reader is inside.
bool TokenTable::evict(Shard& shard, Bucket& bucket, std::size_t slot, Gone& gone) {
  Slot& considered = bucket.slots[slot];
  if (considered.gate.is_closed()) return false;
  const std::uint64_t found = considered.gate.found();
  if (std::exchange(considered.found_before, found) != found || !considered.gate.close()) return false;
  gone.push_back(take(shard, bucket, slot));
  ++shard.evictions;
  return true;
}

/// Whether the text is not remembered, or no longer.
bool TokenTable::forget_same(Shard& shard, Bucket& bucket, const Kept& kept, Gone& gone) {
  for (std::size_t i = 0; i < kSlots; ++i) {
    Slot& slot = bucket.slots[i];
    if (slot.kept.text != kept.text) continue;
    if (!slot.gate.close()) return false;
    gone.push_back(take(shard, bucket, i));
  }
  return true;
}

/// An empty slot; kSlots: there is none, since readers are in all of them.
std::size_t TokenTable::make_place(Shard& shard, Bucket& bucket, Gone& gone) {
  for (std::size_t i = 0; i < kSlots; ++i)
    if (bucket.slots[i].gate.is_closed()) return i;
  for (std::size_t turn = 0; turn < 2 * kSlots; ++turn) {
    const std::size_t slot = shard.hand++ % kSlots;
    if (evict(shard, bucket, slot, gone)) return slot;
  }
  return kSlots;
}

/// Goes round at most twice: the first time may only find that everything was found since the last.
bool TokenTable::make_room(Shard& shard, std::size_t octets, Gone& gone) const {
  const std::size_t places = shard.buckets.size() * kSlots;
  const auto has_room = [&] { return shard.entries < shard_entries_ && shard.octets + octets <= shard_octets_; };
  for (std::size_t turn = 0; turn < 2 * places && !has_room(); ++turn) {
    const std::size_t place = shard.hand++ % places;
    evict(shard, shard.buckets[place / kSlots], place % kSlots, gone);
  }
  return has_room();
}

}  // namespace signet::jwt
