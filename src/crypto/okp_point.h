// The one coordinate of an OKP key (RFC 8037 section 2), which is also the first half of an EdDSA signature.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "signet/bytes.h"

namespace signet::crypto {

/// The longest coordinate, that of Ed448.
inline constexpr std::size_t kMaxPointOctets = 57;

/// Facts about a curve's encoding. Numbers are little-endian and as long as the encoding.
struct PointRules {
  ByteView prime;                         // of the field
  std::uint8_t sign_bit;                  // of the last octet: where the sign of x is; 0 when it is not encoded
  std::span<const ByteView> small_order;  // coordinates of the points whose order divides the cofactor
  // Edwards curves: a*x^2 + y^2 = 1 + d*x^2*y^2 with d = -numerator/denominator. With a = 0 every number is the
  // coordinate of a point on the curve or on its twist, and both are safe (RFC 7748 section 7).
  int a;
  std::uint32_t numerator, denominator;
};
extern const PointRules kEd25519Points, kEd448Points, kX25519Points, kX448Points;

/// Whether `encoded` is of the curve's size and a canonical encoding (below the prime) of no point of small order.
/// Comparisons only, so that a verifier can afford it for R; an encoding of no point at all passes here and never
/// equals the R of a verifier.
bool acceptable_point(const PointRules& rules, ByteView encoded) noexcept;

/// Whether an acceptable encoding has a point on the curve at all.
bool is_on_curve(const PointRules& rules, ByteView encoded) noexcept;

}  // namespace signet::crypto
