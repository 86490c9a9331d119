#include "crypto/ed25519_point.h"

#include <algorithm>
#include <array>

#include "crypto/bignum.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kPointOctets = 32;
using Encoded = std::array<std::uint8_t, kPointOctets>;  // little-endian y, the sign of x in the last bit

constexpr Encoded filled(std::uint8_t first, std::uint8_t middle, std::uint8_t last) noexcept {
  Encoded value{};
  value.fill(middle);
  value.front() = first;
  value.back() = last;
  return value;
}

constexpr Encoded kPrime = filled(0xed, 0xff, 0x7f);  // 2^255 - 19

// The curve -x^2 + y^2 = 1 + d*x^2*y^2 has cofactor 8. Its points of order 1, 2 and 4 have y = 1, -1 and 0. A point
// of order 8 doubles to one with y = 0, so x^2 = -y^2 and d*y^4 + 2*y^2 - 1 = 0, which has two roots y and -y mod p
// (the other pair is not in the field). Each y stands for both signs of x.
constexpr Encoded kOrder8 = {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
                             0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
                             0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05};

constexpr Encoded negated(const Encoded& y) noexcept {
  Encoded out{};
  int borrow = 0;
  for (std::size_t i = 0; i < kPointOctets; ++i) {
    const int digit = kPrime[i] - y[i] - borrow;
    borrow = digit < 0;
    out[i] = static_cast<std::uint8_t>(digit + (borrow << 8));
  }
  return out;
}

constexpr std::array<Encoded, 5> kSmallOrder = {
    filled(0, 0, 0), filled(1, 0, 0), negated(filled(1, 0, 0)), kOrder8, negated(kOrder8),
};

Encoded y_of(ByteView encoded) noexcept {
  Encoded y{};
  std::copy(encoded.begin(), encoded.end(), y.begin());
  y.back() &= 0x7f;
  return y;
}

bool is_less(const Encoded& a, const Encoded& b) noexcept {
  return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

BnPtr to_field(const Encoded& little_endian) {
  return BnPtr(BN_lebin2bn(little_endian.data(), static_cast<int>(kPointOctets), nullptr));
}

}  // namespace

bool acceptable_ed25519_point(ByteView encoded) noexcept {
  if (encoded.size() != kPointOctets) return false;
  const Encoded y = y_of(encoded);
  //= rfc8032#5.1.3 if the resulting value is >= p, decoding fails
  if (!is_less(y, kPrime)) return false;
  return std::find(kSmallOrder.begin(), kSmallOrder.end(), y) == kSmallOrder.end();
}

bool is_on_ed25519(ByteView encoded) noexcept {
  if (encoded.size() != kPointOctets) return false;
  const BnCtxPtr context(BN_CTX_new());
  const BnPtr p = to_field(kPrime);
  const BnPtr y = to_field(y_of(encoded));
  const BnPtr d(BN_new()), inverse(BN_new()), u(BN_new()), v(BN_new());
  if (!context || !p || !y || !d || !inverse || !u || !v) return false;
  // d = -121665 / 121666 (RFC 8032 section 5.1)
  const bool computed =
      BN_set_word(d.get(), 121665) == 1 && BN_set_word(v.get(), 121666) == 1 &&
      BN_mod_inverse(inverse.get(), v.get(), p.get(), context.get()) != nullptr &&
      BN_mod_mul(d.get(), d.get(), inverse.get(), p.get(), context.get()) == 1 &&
      BN_sub(d.get(), p.get(), d.get()) == 1 && BN_mod_sqr(u.get(), y.get(), p.get(), context.get()) == 1 &&
      BN_mod_mul(v.get(), d.get(), u.get(), p.get(), context.get()) == 1 && BN_add_word(v.get(), 1) == 1 &&
      BN_mod_sub(u.get(), u.get(), BN_value_one(), p.get(), context.get()) == 1 &&
      BN_mod_mul(u.get(), u.get(), v.get(), p.get(), context.get()) == 1;
  // u/v is a square exactly when u*v is one: they differ by the square v^2.
  //= rfc8032#5.1.3 otherwise no square root exists, and decoding fails
  return computed && BN_kronecker(u.get(), p.get(), context.get()) >= 0;
}

}  // namespace signet::crypto
