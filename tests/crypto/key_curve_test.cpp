// Points and private halves that are refused. Attacks 21, 22 and 27.
#include <functional>

#include "crypto/curve_key.h"

#include "crypto/bignum.h"
#include "crypto/ed25519_point.h"
#include "key_support.h"

namespace signet::test {
namespace {

constexpr const char* kEcKeys[] = {"p256.pkcs8", "p384.pkcs8", "p521.pkcs8"};

std::string with(const KeyPtr& key, const std::function<void(CurveNumbers&)>& change) {
  CurveNumbers numbers = copy(key->on_curve());
  change(numbers);
  return outcome(KeyMaterial::from_curve(std::move(numbers)));
}

std::string with_d(const KeyPtr& key, Secret d) {
  return with(key, [&](CurveNumbers& numbers) { numbers.d = std::move(d); });
}

TEST(EcPublic, CoordinatesHaveTheSizeOfTheField) {
  for (const char* name : kEcKeys) {
    const KeyPtr key = pem_key(name);
    for (Bytes CurveNumbers::* member : {&CurveNumbers::x, &CurveNumbers::y}) {
      const std::string refused = member == &CurveNumbers::x ? "malformed_key(x)" : "malformed_key(y)";
      EXPECT_EQ(with(key, [&](auto& k) { (k.*member).clear(); }), refused);
      EXPECT_EQ(with(key, [&](auto& k) { (k.*member).pop_back(); }), refused);
      EXPECT_EQ(with(key, [&](auto& k) { (k.*member).insert((k.*member).begin(), 0); }), refused);
      EXPECT_EQ(with(key, [&](auto& k) { (k.*member).resize(1u << 20); }), refused);
    }
  }
}

TEST(EcPublic, PointsAreOnTheirCurve) {
  for (const char* name : kEcKeys) {
    const KeyPtr key = pem_key(name);
    EXPECT_EQ(with(key, [](auto& k) { k.x.back() ^= 1; }), "weak_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { k.y.back() ^= 1; }), "weak_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { std::swap(k.x, k.y); }), "weak_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { k.x.assign(k.x.size(), 0), k.y.assign(k.y.size(), 0); }), "weak_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { k.x.assign(k.x.size(), 0xff); }), "weak_key(x)");
  }
}

/// Coordinates that are not reduced would give one key two spellings.
TEST(EcPublic, CoordinatesAreBelowThePrime) {
  const KeyPtr key = pem_key("p521.pkcs8");
  const crypto::BnPtr prime(BN_new());
  BN_set_bit(prime.get(), 521);
  BN_sub_word(prime.get(), 1);
  const auto plus_prime = [&](Bytes& coordinate) {
    const crypto::BnPtr number = crypto::to_number(coordinate);
    BN_add(number.get(), number.get(), prime.get());
    coordinate = crypto::to_octets(number.get());
    ASSERT_EQ(coordinate.size(), 66u);
  };
  EXPECT_EQ(with(key, [&](auto& k) { plus_prime(k.x); }), "weak_key(x)");
  EXPECT_EQ(with(key, [&](auto& k) { plus_prime(k.y); }), "weak_key(x)");
}

TEST(EcPublic, APointOfAnotherCurve) {
  const KeyPtr p256 = pem_key("p256.spki"), p384 = pem_key("p384.spki");
  EXPECT_EQ(with(p384, [](auto& k) { k.curve = crypto::find_curve("P-256"); }), "malformed_key(x)");
  EXPECT_EQ(with(p256, [](auto& k) { k.curve = crypto::find_curve("P-384"); }), "malformed_key(x)");
  EXPECT_EQ(with(p256, [](auto& k) { k.curve = crypto::find_curve("Ed25519"); }), "malformed_key(y)");
  EXPECT_EQ(with(p256, [](auto& k) { k.curve = nullptr; }), "key_unsupported(crv)");
}

TEST(EcPrivate, DIsInRangeAndBelongsToThePoint) {
  for (const char* name : kEcKeys) {
    const KeyPtr key = pem_key(name);
    const std::size_t octets = key->curve()->octets;
    const Secret& d = key->on_curve().d;
    EXPECT_EQ(with_d(key, altered(d)), "key_mismatch(d)");
    EXPECT_EQ(with_d(key, with_prefix(d, 1)), "malformed_key(d)");
    EXPECT_EQ(with_d(key, Secret::copy_of(d.expose().subspan(1))), "malformed_key(d)");
    EXPECT_EQ(with_d(key, Secret(WipedBytes(octets))), "malformed_key(d)");
    EXPECT_EQ(with_d(key, Secret(WipedBytes(octets, 0xff))), "malformed_key(d)");
    const auto other = KeyMaterial::generate_curve(*key->curve());
    EXPECT_EQ(with_d(key, copy((*other)->on_curve().d)), "key_mismatch(d)");
    EXPECT_EQ(with(key, [](auto& k) { k.d = {}; }), "ok");
  }
}

// d + n gives the same point: refused, so that one key has one private form.
TEST(EcPrivate, DIsBelowTheOrder) {
  const KeyPtr key = pem_key("p521.pkcs8");
  const crypto::EcGroupPtr group(EC_GROUP_new_by_curve_name(EC_curve_nist2nid("P-521")));
  const BIGNUM* order = EC_GROUP_get0_order(group.get());
  const crypto::BnPtr d = crypto::to_number(key->on_curve().d.expose());
  BN_add(d.get(), d.get(), order);
  EXPECT_EQ(with_d(key, crypto::to_secret_octets(d.get())), "malformed_key(d)");
  EXPECT_EQ(with_d(key, crypto::to_secret_octets(order)), "malformed_key(d)");
}

TEST(Ed25519Key, SizesAndPair) {
  const KeyPtr key = pem_key("ed25519.pkcs8");
  EXPECT_EQ(with(key, [](auto& k) { k.x.pop_back(); }), "malformed_key(x)");
  EXPECT_EQ(with(key, [](auto& k) { k.x.push_back(0); }), "malformed_key(x)");
  EXPECT_EQ(with(key, [](auto& k) { k.x.clear(); }), "malformed_key(x)");
  EXPECT_EQ(with(key, [](auto& k) { k.y = k.x; }), "malformed_key(y)");
  EXPECT_EQ(with(key, [](auto& k) { k.x[31] ^= 0x80; }), "key_mismatch(d)");
  EXPECT_EQ(with_d(key, altered(key->on_curve().d)), "key_mismatch(d)");
  EXPECT_EQ(with_d(key, with_prefix(key->on_curve().d, 1)), "malformed_key(d)");
  EXPECT_EQ(with_d(key, Secret(WipedBytes(31, 7))), "malformed_key(d)");
}

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
      EXPECT_FALSE(crypto::acceptable_ed25519_point(point));
      EXPECT_EQ(outcome(KeyMaterial::from_curve({.curve = crypto::find_curve("Ed25519"), .x = point})), "weak_key(x)");
    }
    const crypto::BnPtr raised(BN_dup(y.get()));
    BN_add(raised.get(), raised.get(), p.get());
    if (BN_num_bits(raised.get()) > 255) continue;
    for (const bool sign : {false, true})
      EXPECT_FALSE(crypto::acceptable_ed25519_point(little_endian(raised.get(), sign)));
  }
}

//= rfc8032#5.1.3 y >= p is no encoding
TEST(Ed25519Point, OnlyCanonicalEncodings) {
  const crypto::BnPtr y = field_prime();
  for (int above = 0; above < 19; ++above, BN_add_word(y.get(), 1))
    for (const bool sign : {false, true})
      EXPECT_FALSE(crypto::acceptable_ed25519_point(little_endian(y.get(), sign))) << above;
  BN_sub_word(y.get(), 21);  // p - 2
  EXPECT_TRUE(crypto::acceptable_ed25519_point(little_endian(y.get())));
}

TEST(Ed25519Point, TheSizeIsExact) {
  const Bytes base = from_hex("5866666666666666666666666666666666666666666666666666666666666666");
  EXPECT_TRUE(crypto::acceptable_ed25519_point(base));
  EXPECT_TRUE(crypto::is_on_ed25519(base));
  EXPECT_FALSE(crypto::acceptable_ed25519_point(ByteView(base).first(31)));
  EXPECT_FALSE(crypto::is_on_ed25519(ByteView(base).first(31)));
  EXPECT_FALSE(crypto::acceptable_ed25519_point({}));
}

/// Libcrypto and our square test agree: half of all y have a point.
TEST(Ed25519Point, EncodingsOfNoPoint) {
  int on = 0;
  for (std::uint8_t y = 2; y < 102; ++y) {
    Bytes point(32);
    point.front() = y;
    const bool is_on = crypto::is_on_ed25519(point);
    on += is_on;
    const auto key = KeyMaterial::from_curve({.curve = crypto::find_curve("Ed25519"), .x = point});
    EXPECT_EQ(outcome(key), is_on ? "ok" : "weak_key(x)");
  }
  EXPECT_GT(on, 30);
  EXPECT_LT(on, 70);
  EXPECT_TRUE(crypto::is_on_ed25519(pem_key("ed25519.spki")->on_curve().x));
}

}  // namespace
}  // namespace signet::test
