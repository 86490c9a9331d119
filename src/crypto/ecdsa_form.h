// The two forms of an ECDSA signature: JWS has r and s side by side, libcrypto a DER sequence of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "signet/bytes.h"

namespace signet::crypto {

/// P-521: 66 octets a number, each at most with a sign octet and a header of two, in a sequence with a long length.
inline constexpr std::size_t kMaxEcdsaDer = 3 + 2 * (2 + 1 + 66);

/// Whether both halves of `raw`, big-endian and as long as `order` each, are in 1..order-1. Not constant-time:
/// signatures are public.
bool ecdsa_numbers_in_range(ByteView raw, ByteView order) noexcept;

/// `raw` (two numbers of equal size, at most 66 octets) as DER with minimal integers; returns the part of `out` used.
ByteView ecdsa_der_from_raw(ByteView raw, std::span<std::uint8_t, kMaxEcdsaDer> out) noexcept;

/// The reverse, for what libcrypto made: fills `raw`, whose halves fix the size of the numbers. False when `der` is not
/// a sequence of two minimal positive integers that fit.
bool ecdsa_raw_from_der(ByteView der, std::span<std::uint8_t> raw) noexcept;

}  // namespace signet::crypto
