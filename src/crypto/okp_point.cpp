#include "crypto/okp_point.h"

#include <algorithm>
#include <array>

#include "crypto/bignum.h"

namespace signet::crypto {
namespace {

template <std::size_t octets>
using Number = std::array<std::uint8_t, octets>;

template <std::size_t octets>
constexpr Number<octets> small(std::uint8_t value) noexcept {
  return {value};
}

template <std::size_t octets>
constexpr Number<octets> difference(const Number<octets>& a, const Number<octets>& b) noexcept {
  Number<octets> out{};
  int borrow = 0;
  for (std::size_t i = 0; i < octets; ++i) {
    const int digit = a[i] - b[i] - borrow;
    borrow = digit < 0;
    out[i] = static_cast<std::uint8_t>(digit + (borrow << 8));
  }
  return out;
}

/// 2^255 - 19
constexpr Number<32> prime_25519() noexcept {
  Number<32> p{};
  p.fill(0xff);
  p.front() = 0xed;
  p.back() = 0x7f;
  return p;
}

/// 2^448 - 2^224 - 1; in 57 octets the last one is left for the sign.
template <std::size_t octets>
constexpr Number<octets> prime_448() noexcept {
  Number<octets> p{};
  std::fill_n(p.begin(), 56, std::uint8_t{0xff});
  p[28] = 0xfe;
  return p;
}

// Ed25519 has cofactor 8. Its points of order 1, 2 and 4 have y = 1, -1 and 0. A point of order 8 doubles to one with
// y = 0, so x^2 = -y^2 and d*y^4 + 2*y^2 - 1 = 0, which has two roots y and -y mod p (the other pair is not in the
// field). Each y stands for both signs of x.
constexpr Number<32> kP25519 = prime_25519();
constexpr Number<32> kZero25519 = small<32>(0), kOne25519 = small<32>(1);
constexpr Number<32> kLast25519 = difference(kP25519, kOne25519);
constexpr Number<32> kOrder8 = {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
                                0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
                                0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05};
constexpr Number<32> kMinusOrder8 = difference(kP25519, kOrder8);
constexpr ByteView kSmallEd25519[] = {kZero25519, kOne25519, kLast25519, kOrder8, kMinusOrder8};

// The same points on the Montgomery curve, where u = (1 + y) / (1 - y) (RFC 7748 section 4.1), and those of the twist:
// together u = 0, 1 and -1 and the two images of order 8.
constexpr Number<32> kMontgomeryOrder8 = {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1,
                                          0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c,
                                          0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57};
constexpr Number<32> kInverseOrder8 = {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3,
                                       0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32,
                                       0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00};
constexpr ByteView kSmallX25519[] = {kZero25519, kOne25519, kLast25519, kMontgomeryOrder8, kInverseOrder8};

// Ed448 has cofactor 4: order 1 and 2 have y = 1 and -1, order 4 has y = 0. On curve448 and its twist they are at
// u = 0, 1 and -1.
constexpr Number<57> kP448 = prime_448<57>();
constexpr Number<57> kZero448 = small<57>(0), kOne448 = small<57>(1);
constexpr Number<57> kLast448 = difference(kP448, kOne448);
constexpr ByteView kSmallEd448[] = {kZero448, kOne448, kLast448};
constexpr Number<56> kMontgomeryP448 = prime_448<56>();
constexpr Number<56> kMontgomeryZero448 = small<56>(0), kMontgomeryOne448 = small<56>(1);
constexpr Number<56> kMontgomeryLast448 = difference(kMontgomeryP448, kMontgomeryOne448);
constexpr ByteView kSmallX448[] = {kMontgomeryZero448, kMontgomeryOne448, kMontgomeryLast448};

/// The coordinate without the sign beside it.
class Coordinate {
 public:
  Coordinate(const PointRules& rules, ByteView encoded) noexcept : size_(encoded.size()) {
    std::copy(encoded.begin(), encoded.end(), octets_.begin());
    octets_[size_ - 1] &= static_cast<std::uint8_t>(~rules.sign_bit);
  }
  ByteView view() const noexcept { return {octets_.data(), size_}; }

 private:
  std::array<std::uint8_t, kMaxPointOctets> octets_{};
  std::size_t size_;
};

bool is_less(ByteView a, ByteView b) noexcept {
  return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

BnPtr to_field(ByteView little_endian) {
  return BnPtr(BN_lebin2bn(little_endian.data(), static_cast<int>(little_endian.size()), nullptr));
}

}  // namespace

//= rfc8032#5.1 the equation of Ed25519 has d = -121665/121666
constexpr PointRules kEd25519Points = {kP25519, 0x80, kSmallEd25519, -1, 121665, 121666};
//= rfc8032#5.2 the equation of Ed448 has d = -39081
constexpr PointRules kEd448Points = {kP448, 0x80, kSmallEd448, 1, 39081, 1};
//= rfc7748#6 with a point of small order the shared secret is zero whatever the private key is, so anybody knows it
// RFC 7748 section 5 has its functions take numbers that are not below the prime; a key with such a number would be a
// second spelling of another key, with a thumbprint of its own, and no generator makes one.
constexpr PointRules kX25519Points = {kP25519, 0, kSmallX25519, 0, 0, 0};
constexpr PointRules kX448Points = {kMontgomeryP448, 0, kSmallX448, 0, 0, 0};

bool acceptable_point(const PointRules& rules, ByteView encoded) noexcept {
  if (encoded.size() != rules.prime.size()) return false;
  const Coordinate coordinate(rules, encoded);
  //= rfc8032#5.1.3 if the resulting value is >= p, decoding fails
  if (!is_less(coordinate.view(), rules.prime)) return false;
  return std::ranges::none_of(rules.small_order, [&coordinate](ByteView small_order) {
    return as_text(small_order) == as_text(coordinate.view());
  });
}

bool is_on_curve(const PointRules& rules, ByteView encoded) noexcept {
  if (encoded.size() != rules.prime.size()) return false;
  if (rules.a == 0) return true;
  const BnCtxPtr context(BN_CTX_new());
  const BnPtr p = to_field(rules.prime);
  const BnPtr y = to_field(Coordinate(rules, encoded).view());
  const BnPtr square(BN_new()), u(BN_new()), v(BN_new());
  if (!context || !p || !y || !square || !u || !v) return false;
  // x^2 = (1 - y^2) / (a - d*y^2) = u/v with u = denominator * (1 - y^2), v = numerator * y^2 + a * denominator
  const bool computed =
      BN_mod_sqr(square.get(), y.get(), p.get(), context.get()) == 1 &&
      BN_sub(u.get(), BN_value_one(), square.get()) == 1 && BN_mul_word(u.get(), rules.denominator) == 1 &&
      BN_copy(v.get(), square.get()) != nullptr && BN_mul_word(v.get(), rules.numerator) == 1 &&
      (rules.a > 0 ? BN_add_word(v.get(), rules.denominator) : BN_sub_word(v.get(), rules.denominator)) == 1 &&
      BN_mod_mul(u.get(), u.get(), v.get(), p.get(), context.get()) == 1;
  // u/v is a square exactly when u*v is one: they differ by the square v^2.
  //= rfc8032#5.1.3 otherwise no square root exists, and decoding fails
  return computed && BN_kronecker(u.get(), p.get(), context.get()) >= 0;
}

}  // namespace signet::crypto
