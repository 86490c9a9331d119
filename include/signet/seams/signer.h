// The seam behind which private keys live: memory now, an HSM or a KMS later.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "signet/result.h"

namespace signet {

/// Signs with one key and one algorithm. Implementations may be used from many threads at once.
class Signer {
 public:
  virtual ~Signer() = default;
  /// The value for "alg": a JWA name.
  virtual std::string_view algorithm() const noexcept = 0;
  /// The value for "kid", or empty: the header then carries none.
  virtual std::string_view kid() const noexcept = 0;
  /// The JWS signature of `input` in the form of its algorithm (RFC 7518 section 3).
  virtual Result<std::vector<std::uint8_t>> sign(std::span<const std::uint8_t> input) const = 0;
};

}  // namespace signet
