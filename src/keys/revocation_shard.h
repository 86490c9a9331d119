// One of many small tables of revocations, each with a lock of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "keys/revocation_hash.h"

namespace signet::keys {

/// Seconds since 1970, up to 2106; what is later is as good as never.
using Seconds32 = std::uint32_t;
inline constexpr Seconds32 kNever = UINT32_MAX;

/// What is known of one value.
struct RevocationEntry {
  RevocationDigest digest;
  Seconds32 issued_before = 0;  ///< kNever: whenever it was issued
  Seconds32 expires = 0;
};

/// Open addressing without gaps after an entry: what has expired is left where it is until the table is made anew,
/// which happens when it is full, and does not grow it while enough of it has expired.
class alignas(64) RevocationShard {
 public:
  enum class Added : std::uint8_t { fresh, changed, known };
  /// Errors: internal(memory).
  Result<Added> add(const RevocationEntry& entry, Seconds32 now);
  std::optional<RevocationEntry> find(const RevocationDigest& digest) const noexcept;
  /// Lets the processor fetch what find() will look at.
  void prefetch(const RevocationDigest& digest) const noexcept;
  /// Drops what has expired.
  void sweep(Seconds32 now);

  std::size_t size() const noexcept { return used_.load(std::memory_order_relaxed); }
  std::size_t memory() const noexcept { return capacity_.load(std::memory_order_relaxed) * sizeof(RevocationEntry); }

 private:
  RevocationEntry* place_of(const RevocationDigest& digest) const noexcept;
  bool rebuild(Seconds32 now, bool may_grow);

  mutable std::mutex mutex_;
  std::unique_ptr<RevocationEntry[]> slots_;
  // The same for prefetch(), which takes no lock and does not mind to be wrong.
  std::atomic<const RevocationEntry*> hint_{nullptr};
  std::atomic<std::uint32_t> capacity_{0};
  std::atomic<std::uint32_t> used_{0};
};

}  // namespace signet::keys
