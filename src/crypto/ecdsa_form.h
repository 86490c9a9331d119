// The two forms of an ECDSA signature: JWS has r and s side by side, libcrypto a DER sequence of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "signet/bytes.h"

namespace signet::crypto {

/// Octets of r or s for P-521, the largest.
inline constexpr std::size_t kMaxEcdsaNumber = 66;
/// Each number with a header of two and at most a sign octet, in a sequence with a long length.
inline constexpr std::size_t kMaxEcdsaDer = 3 + 2 * (2 + 1 + kMaxEcdsaNumber);

/// Whether both halves of `raw`, big-endian and as long as `order` each, are in 1..order-1. Not constant-time:
/// signatures are public.
bool ecdsa_numbers_in_range(ByteView raw, ByteView order) noexcept;

/// `raw` (two numbers of equal size, at most kMaxEcdsaNumber) as DER with minimal integers; returns the part of `out`
/// used.
ByteView ecdsa_der_from_raw(ByteView raw, std::span<std::uint8_t, kMaxEcdsaDer> out) noexcept;

/// The reverse, for what libcrypto made: fills `raw`, whose halves fix the size of the numbers. False when `der` is not
/// a sequence of two minimal positive integers that fit.
bool ecdsa_raw_from_der(ByteView der, std::span<std::uint8_t> raw) noexcept;

}  // namespace signet::crypto
