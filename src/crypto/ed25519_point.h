// Ed25519 points that a key or a signature may carry (RFC 8032 section 5.1.3).
#pragma once

#include "signet/bytes.h"

namespace signet::crypto {

/// Whether 32 octets are a canonical encoding (y < 2^255 - 19) of no point of small order. Comparisons only, so that
/// a verifier can afford it for R; an encoding of no point at all passes here and never equals the R of a verifier.
bool acceptable_ed25519_point(ByteView encoded) noexcept;

/// Whether there is a point with that y at all: (y^2 - 1) / (d*y^2 + 1) is a square.
bool is_on_ed25519(ByteView encoded) noexcept;

}  // namespace signet::crypto
