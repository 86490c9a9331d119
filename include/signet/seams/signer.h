// The seam behind which private keys live: memory now, an HSM or a KMS later.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "signet/result.h"

namespace signet {

/// Signs one message that is handed over piece by piece. May be given up at any time.
class SigningStream {
 public:
  virtual ~SigningStream() = default;
  /// Appends to the message.
  virtual Result<> update(std::span<const std::uint8_t> piece) = 0;
  /// The signature of all pieces, as Signer::sign of them would make it. Call it once; nothing may follow.
  virtual Result<std::vector<std::uint8_t>> finish() = 0;
};

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
  /// Begins a signature over a message that never lies in memory as a whole; this Signer must outlive the stream.
  /// Errors: streaming_unsupported(ALG) when the algorithm reads its input twice, as EdDSA does, or when the
  /// implementation offers no streams; this one does not.
  virtual Result<std::unique_ptr<SigningStream>> begin() const {
    return fail_on_input(Errc::streaming_unsupported, algorithm());
  }
};

}  // namespace signet
