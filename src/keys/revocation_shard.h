// One of many small tables of revocations. Who looks up takes no lock.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "keys/revocation_hash.h"
#include "keys/revocation_readers.h"

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

/// Open addressing by groups of eight places. An octet of the digest of each entry of a group, its tag, stands in one
/// word, and the words of all groups stand together: they are so few octets that caches hold them, and what is not in
/// the table mostly is not looked for further.
///
/// An entry is complete before its tag is there, keeps its place, and changes in one word, so readers see all of it or
/// none while a writer is at work. What has expired is left where it is until the table is made anew, which happens
/// when it is full, and does not grow it while enough of it has expired. The former table ends when the readers have
/// left it.
class alignas(64) RevocationShard {
 public:
  enum class Added : std::uint8_t { fresh, changed, known };
  /// The caller is not among the readers. Errors: internal(memory).
  Result<Added> add(const RevocationEntry& entry, Seconds32 now, RevocationReaders& readers);
  /// Drops what has expired. The caller is not among the readers.
  void sweep(Seconds32 now, RevocationReaders& readers);
  /// The caller is one of the readers.
  std::optional<RevocationEntry> find(const RevocationDigest& digest) const noexcept;
  /// Lets the processor fetch what find() will look at. The caller is one of the readers.
  void prefetch(const RevocationDigest& digest) const noexcept;

  std::size_t size() const noexcept { return used_.load(std::memory_order_relaxed); }
  std::size_t memory() const noexcept { return octets_.load(std::memory_order_relaxed); }

 private:
  using Word = std::atomic<std::uint64_t>;
  bool rebuild(Seconds32 now, bool may_grow, RevocationReaders& readers);

  std::atomic<const Word*> table_{nullptr};  // the same as words_, for who takes no lock
  std::atomic<std::uint32_t> used_{0};
  std::atomic<std::uint32_t> octets_{0};
  std::mutex mutex_;
  std::unique_ptr<Word[]> words_;
};

}  // namespace signet::keys
