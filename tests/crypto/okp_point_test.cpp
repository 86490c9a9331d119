// Coordinates that are no keys: spellings of others, points of small order, and numbers without a point. Attack 27.
#include "crypto/okp_point.h"

#include <algorithm>
#include <span>
#include <vector>

#include "crypto/bignum.h"
#include "crypto/libcrypto.h"
#include "key_support.h"

namespace signet::test {
namespace {

Bytes little_endian(const BIGNUM* number, bool sign = false) {
  Bytes out(32);
  EXPECT_EQ(BN_bn2lebinpad(number, out.data(), 32), 32);
  if (sign) out.back() |= 0x80;
  return out;
}

crypto::BnPtr field_prime() {
  crypto::BnPtr p(BN_new());
  BN_set_bit(p.get(), 255);
  BN_sub_word(p.get(), 19);
  return p;
}

/// The y of the points whose order divides 8, from the curve's equation: 1, -1, 0, and the roots of d*y^4 + 2*y^2 = 1,
/// so y^2 = (-1 +- sqrt(1 + d)) / d.
std::vector<crypto::BnPtr> small_order_ys() {
  const crypto::BnCtxPtr context(BN_CTX_new());
  BN_CTX* c = context.get();
  const crypto::BnPtr p = field_prime(), d(BN_new()), root(BN_new()), inverse(BN_new()), y(BN_new());
  std::vector<crypto::BnPtr> out;
  for (const int value : {0, 1, -1}) {
    out.emplace_back(BN_new());
    if (value > 0) BN_one(out.back().get());
    if (value < 0) BN_sub(out.back().get(), p.get(), BN_value_one());
  }
  BN_set_word(inverse.get(), 121666);
  BN_mod_inverse(inverse.get(), inverse.get(), p.get(), c);
  BN_set_word(d.get(), 121665);
  BN_mod_mul(d.get(), d.get(), inverse.get(), p.get(), c);
  BN_sub(d.get(), p.get(), d.get());
  BN_mod_add(root.get(), d.get(), BN_value_one(), p.get(), c);
  BN_mod_sqrt(root.get(), root.get(), p.get(), c);
  BN_mod_inverse(inverse.get(), d.get(), p.get(), c);
  for (const bool negative : {false, true}) {
    const crypto::BnPtr square(BN_dup(root.get()));
    if (negative) BN_sub(square.get(), p.get(), square.get());
    BN_mod_sub(square.get(), square.get(), BN_value_one(), p.get(), c);
    BN_mod_mul(square.get(), square.get(), inverse.get(), p.get(), c);
    if (BN_kronecker(square.get(), p.get(), c) != 1) continue;
    BN_mod_sqrt(y.get(), square.get(), p.get(), c);
    out.emplace_back(BN_dup(y.get()));
    out.emplace_back(BN_new());
    BN_sub(out.back().get(), p.get(), y.get());
  }
  return out;
}

TEST(Ed25519Point, SmallOrderIsRefusedInEverySpelling) {
  const auto ys = small_order_ys();
  ASSERT_EQ(ys.size(), 5u);
  const crypto::BnPtr p = field_prime();
  for (const crypto::BnPtr& y : ys) {
    for (const bool sign : {false, true}) {
      const Bytes point = little_endian(y.get(), sign);
      EXPECT_FALSE(crypto::acceptable_point(crypto::kEd25519Points, point));
      EXPECT_EQ(outcome(KeyMaterial::from_curve({.curve = crypto::find_curve("Ed25519"), .x = point})), "weak_key(x)");
    }
    const crypto::BnPtr raised(BN_dup(y.get()));
    BN_add(raised.get(), raised.get(), p.get());
    if (BN_num_bits(raised.get()) > 255) continue;
    for (const bool sign : {false, true})
      EXPECT_FALSE(crypto::acceptable_point(crypto::kEd25519Points, little_endian(raised.get(), sign)));
  }
}

//= rfc8032#5.1.3 y >= p is no encoding
TEST(Ed25519Point, OnlyCanonicalEncodings) {
  const crypto::BnPtr y = field_prime();
  for (int above = 0; above < 19; ++above, BN_add_word(y.get(), 1))
    for (const bool sign : {false, true})
      EXPECT_FALSE(crypto::acceptable_point(crypto::kEd25519Points, little_endian(y.get(), sign))) << above;
  BN_sub_word(y.get(), 21);  // p - 2
  EXPECT_TRUE(crypto::acceptable_point(crypto::kEd25519Points, little_endian(y.get())));
}

TEST(Ed25519Point, TheSizeIsExact) {
  const Bytes base = from_hex("5866666666666666666666666666666666666666666666666666666666666666");
  EXPECT_TRUE(crypto::acceptable_point(crypto::kEd25519Points, base));
  EXPECT_TRUE(crypto::is_on_curve(crypto::kEd25519Points, base));
  EXPECT_FALSE(crypto::acceptable_point(crypto::kEd25519Points, ByteView(base).first(31)));
  EXPECT_FALSE(crypto::is_on_curve(crypto::kEd25519Points, ByteView(base).first(31)));
  EXPECT_FALSE(crypto::acceptable_point(crypto::kEd25519Points, {}));
}

// The small y that are on the curves, computed in Python from the equations of RFC 8032 sections 5.1 and 5.2 as
// (y^2-1)*(d*y^2+1) and (1-y^2)*(1-d*y^2) to the power of (p-1)/2.
constexpr std::uint8_t kOnEd25519[] = {3,  4,  5,  6,  9,  10, 14, 15, 16, 18, 19, 21, 23, 24, 25, 26, 27, 28,  29,
                                       30, 32, 33, 35, 37, 39, 40, 42, 43, 44, 48, 51, 52, 54, 55, 56, 57, 58,  60,
                                       61, 62, 63, 65, 67, 70, 75, 77, 78, 84, 85, 86, 87, 89, 90, 91, 97, 100, 101};
constexpr std::uint8_t kOnEd448[] = {3,  4,  5,  7,  8,  9,  12, 13, 19, 21, 24, 25, 26, 27, 29, 31,  33, 35,
                                     36, 37, 38, 39, 40, 42, 44, 45, 50, 51, 53, 55, 57, 63, 64, 65,  66, 68,
                                     71, 72, 74, 78, 79, 81, 82, 83, 87, 88, 89, 92, 95, 96, 97, 100, 101};

struct OnCurve {
  std::string_view crv;
  std::span<const std::uint8_t> ys;
};
constexpr OnCurve kOnCurves[] = {{"Ed25519", kOnEd25519}, {"Ed448", kOnEd448}};

TEST(EdPoint, EncodingsOfNoPoint) {
  for (const auto& [crv, ys] : kOnCurves) {
    const crypto::Curve& curve = *crypto::find_curve(crv);
    for (std::uint8_t y = 2; y < 102; ++y) {
      Bytes point(curve.octets);
      point.front() = y;
      const bool is_on = std::ranges::find(ys, y) != ys.end();
      EXPECT_EQ(crypto::is_on_curve(*curve.points, point), is_on) << crv << int{y};
      EXPECT_EQ(outcome(KeyMaterial::from_curve({.curve = &curve, .x = point})), is_on ? "ok" : "weak_key(x)");
    }
  }
}

struct Field {
  std::string_view crv;
  int octets;
  bool is_448;
};
constexpr Field kFields[] = {{"Ed25519", 32, false}, {"X25519", 32, false}, {"Ed448", 57, true}, {"X448", 56, true}};

crypto::BnPtr prime_of(const Field& field) {
  if (!field.is_448) return field_prime();
  crypto::BnPtr p(BN_new());
  BN_set_bit(p.get(), 448);
  const crypto::BnPtr half(BN_new());
  BN_set_bit(half.get(), 224);
  BN_sub(p.get(), p.get(), half.get());
  BN_sub_word(p.get(), 1);
  return p;
}

std::string as_public(const Field& field, const BIGNUM* coordinate) {
  Bytes x(static_cast<std::size_t>(field.octets));
  EXPECT_EQ(BN_bn2lebinpad(coordinate, x.data(), field.octets), field.octets);
  return outcome(KeyMaterial::from_curve({.curve = crypto::find_curve(field.crv), .x = x}));
}

// The prime and what is above it; -1, 0 and 1, which are small on all four curves.
TEST(OkpPoint, OnlyCanonicalAndNotSmall) {
  for (const Field& field : kFields) {
    const crypto::BnPtr p = prime_of(field), number(BN_dup(p.get()));
    BN_sub_word(number.get(), 1);
    for (int above = -1; above < 19; ++above, BN_add_word(number.get(), 1))
      EXPECT_EQ(as_public(field, number.get()), "weak_key(x)") << field.crv << above;
    for (const unsigned small : {0u, 1u}) {
      BN_set_word(number.get(), small);
      EXPECT_EQ(as_public(field, number.get()), "weak_key(x)") << field.crv << small;
    }
    // The least number that is longer than the field: the sign of x, or a bit that X25519 would ignore.
    BN_zero(number.get());
    BN_set_bit(number.get(), field.is_448 ? 448 : 255);
    if (field.crv != "X448") {
      EXPECT_EQ(as_public(field, number.get()), "weak_key(x)") << field.crv;
    }
  }
}

/// What X25519 or X448 gives with some private key; empty when libcrypto finds that it is zero.
Bytes shared_secret(const char* type, const Bytes& peer) {
  const crypto::ErrorDrain drain;
  const crypto::PkeyPtr own(EVP_PKEY_Q_keygen(nullptr, nullptr, type));
  const crypto::PkeyPtr other(EVP_PKEY_new_raw_public_key_ex(nullptr, type, nullptr, peer.data(), peer.size()));
  const crypto::PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, own.get(), nullptr));
  Bytes out(56);
  std::size_t size = out.size();
  EXPECT_EQ(EVP_PKEY_derive_init(context.get()), 1);
  if (EVP_PKEY_derive_set_peer(context.get(), other.get()) != 1) return {};
  if (EVP_PKEY_derive(context.get(), out.data(), &size) != 1) return {};
  out.resize(size);
  return out;
}

//= rfc7748#6 the points that are refused are those whose shared secret is zero for everybody
TEST(XPoint, ThePointsThatGiveZero) {
  for (const std::string_view hex : {"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                                     "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                                     "0000000000000000000000000000000000000000000000000000000000000000",
                                     "0100000000000000000000000000000000000000000000000000000000000000",
                                     "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    const Bytes x = from_hex(hex);
    EXPECT_TRUE(shared_secret("X25519", x).empty()) << hex;
    EXPECT_FALSE(crypto::acceptable_point(crypto::kX25519Points, x)) << hex;
  }
  for (const std::uint8_t low : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{0xfe}}) {
    Bytes x(56, low == 0xfe ? 0xff : 0);
    x.front() = low;
    if (low == 0xfe) x[28] = 0xfe;
    EXPECT_TRUE(shared_secret("X448", x).empty()) << int{low};
    EXPECT_FALSE(crypto::acceptable_point(crypto::kX448Points, x)) << int{low};
  }
  for (const char* name : {"x25519.spki", "x448.spki"}) {
    const KeyPtr key = pem_key(name);
    EXPECT_FALSE(shared_secret(key->curve()->openssl_name, key->on_curve().x).empty()) << name;
  }
}

// A public key of the file is taken exactly when it is below the prime and its shared secret is not zero, on the curve
// or on its twist.
TEST(XPoint, PublicKeysOfWycheproof) {
  const json::Document document = parse_vector("wycheproof/x25519_test.json");
  const Field field = kFields[1];
  const crypto::BnPtr prime = prime_of(field);
  int accepted = 0, refused = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const auto hex = [&](std::string_view name) { return from_hex(test.find(name)->string().value()); };
      const Bytes x = hex("public"), shared = hex("shared");
      const crypto::BnPtr number(BN_lebin2bn(x.data(), 32, nullptr));
      const bool sound = BN_cmp(number.get(), prime.get()) < 0 && shared != Bytes(32, 0);
      EXPECT_EQ(as_public(field, number.get()), sound ? "ok" : "weak_key(x)") << *test.find("tcId")->number_text();
      ++(sound ? accepted : refused);
    }
  }
  EXPECT_EQ(accepted, 474);
  EXPECT_EQ(refused, 44);
}

}  // namespace
}  // namespace signet::test
