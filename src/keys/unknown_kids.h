// Which kids were asked for in vain: what keeps the same one, or many, from asking an issuer again and again.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signet/timestamp.h"

namespace signet::keys {

inline constexpr std::size_t kMaxUnknownKids = 128;

/// Not for many threads: its owner has the lock.
class UnknownKids {
 public:
  /// Whether this kid may start a refresh now: the first time, then after `first`, then after twice as long, and so on
  /// up to `longest`. When it may, it counts as having done so.
  bool may_ask(std::string_view kid, Timestamp now, Duration first, Duration longest);
  /// The keys changed: what was unknown may be there now, or come soon.
  void forget() noexcept { entries_.clear(); }

 private:
  struct Entry {
    std::string kid;
    Timestamp next;
    Duration interval;
  };
  std::vector<Entry> entries_;  // bounded; the oldest gives way
};

}  // namespace signet::keys
