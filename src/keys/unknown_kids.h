// Which kids were looked for in vain: what keeps the same one from asking an issuer again and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "signet/timestamp.h"

namespace signet::keys {

inline constexpr std::size_t kMaxUnknownKids = 128;

/// Not for many threads: its owner has the lock. Kids are kept as hashes, so that long ones cost no memory: two that
/// hash to the same number share one pause, which whoever invents kids could have had anyway.
class UnknownKids {
 public:
  /// Whether this kid was looked for in vain not long ago.
  bool is_known(std::string_view kid, Timestamp now) const noexcept;
  /// It need not be looked for again until then. The one that is quiet for the shortest time gives way.
  void remember(std::string_view kid, Timestamp until);
  /// The keys changed: what was unknown may be there now, or come soon.
  void forget() noexcept { entries_.clear(); }

 private:
  struct Entry {
    std::size_t hash;
    Timestamp until;
  };
  std::vector<Entry> entries_;  // bounded
};

}  // namespace signet::keys
