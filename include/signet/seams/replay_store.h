// The seam behind which it is remembered which tokens were used: memory now, a database for many machines later.
#pragma once

#include <array>
#include <cstdint>

#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet {

/// Which token it is, of those that one owner makes. Both are hashes, so they have a fixed size and may be stored.
struct ReplayId {
  std::array<std::uint8_t, 32> owner;  ///< whose token: SHA-256 thumbprint of the key that signed it (RFC 7638)
  std::array<std::uint8_t, 32> token;  ///< SHA-256 of its "jti"
};

/// Remembers tokens that may be used once. Implementations may be used from many threads, or machines, at once.
class ReplayStore {
 public:
  virtual ~ReplayStore() = default;
  /// Asks whether the token was used before and remembers it, in one step: of all calls with one `id` exactly one
  /// succeeds, until `until` has passed. What is remembered is never forgotten before, whatever else arrives; when
  /// there is no room, new tokens are refused instead. Times must be those of one clock, of which machines and threads
  /// may differ by a minute.
  /// Errors: replayed(jti); limit_exceeded(jti) when this owner, limit_exceeded(owners) when all together have used
  /// too many; and what else may fail in a store.
  virtual Result<> use_once(const ReplayId& id, Timestamp until, Timestamp now) = 0;
};

}  // namespace signet
