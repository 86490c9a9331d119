// The table of remembered tokens: sharded, bounded, and read without locks.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "jwt/remembered.h"
#include "keys/token_cache_gate.h"
#include "signet/bytes.h"
#include "signet/token_cache.h"

namespace signet::jwt {

using Held = std::shared_ptr<const Remembered>;

/// What is remembered of one token. The text is a credential, so it is wiped when it is forgotten.
struct Kept {
  WipedBytes text;
  Held held;
  std::size_t octets = 0;

  Kept() noexcept = default;
  Kept(std::string_view token, Held remembered);
};

/// Tokens with one hash stand in one of the eight slots of a bucket. A shard is a number of buckets with a part of the
/// bounds; who changes it locks it, and who looks for a token does not. What was found since the last time is the last
/// to be evicted (CLOCK, which is near to least recently used).
class TokenTable {
 public:
  explicit TokenTable(const TokenCacheOptions& bounds);

  /// Null: it is not here, or it is being changed.
  Held find(std::uint64_t hash, std::string_view token) noexcept;
  /// Remembers it instead of what was remembered of the same text. It may not: when it is too large, or when other
  /// threads look at everything that would have to go.
  void keep(std::uint64_t hash, std::string_view token, Held held);
  /// Forgets this one, unless another thread looks at it: then it stays until it is asked for again or evicted.
  void drop(std::uint64_t hash, const Held& held) noexcept;
  void clear() noexcept;

  /// found: look-ups that gave something.
  struct Count {
    std::uint64_t found = 0, evictions = 0;
    std::size_t entries = 0, octets = 0;
  };
  Count count();

 private:
  static constexpr std::size_t kSlots = 8;

  struct Slot {
    Gate gate;
    std::uint64_t found_before = 0;  // as of the last time that it was considered for eviction
    Kept kept;
  };
  struct alignas(64) Bucket {
    std::array<std::atomic<std::uint64_t>, kSlots> hashes{};
    std::array<Slot, kSlots> slots;
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::vector<Bucket> buckets;
    std::size_t entries = 0, octets = 0, hand = 0;
    std::uint64_t evictions = 0;
  };
  using Gone = std::vector<Kept>;

  Shard& shard_of(std::uint64_t hash) noexcept { return shards_[(hash >> 32) & (shards_.size() - 1)]; }
  static Bucket& bucket_of(Shard& shard, std::uint64_t hash) noexcept {
    return shard.buckets[((hash & 0xffffffff) * shard.buckets.size()) >> 32];
  }
  // The rest is for who has locked the shard.
  static Kept take(Shard& shard, Bucket& bucket, std::size_t slot) noexcept;
  static bool evict(Shard& shard, Bucket& bucket, std::size_t slot, Gone& gone);
  static bool forget_same(Shard& shard, Bucket& bucket, const Kept& kept, Gone& gone);
  static std::size_t make_place(Shard& shard, Bucket& bucket, Gone& gone);
  bool make_room(Shard& shard, std::size_t octets, Gone& gone) const;

  std::size_t table_octets_ = 0;  // of each shard, as the others
  std::size_t shard_octets_ = 0;
  std::size_t shard_entries_ = 0;
  std::vector<Shard> shards_;
};

}  // namespace signet::jwt
