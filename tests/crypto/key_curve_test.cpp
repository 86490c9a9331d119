// Points and private halves that are refused. Attacks 21, 22 and 27.
#include <functional>

#include "crypto/curve_key.h"

#include "crypto/bignum.h"
#include "key_support.h"

namespace signet::test {
namespace {

constexpr const char* kEcKeys[] = {"p256.pkcs8", "p384.pkcs8", "p521.pkcs8", "secp256k1.pkcs8"};

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
  const KeyPtr k1 = pem_key("secp256k1.spki");
  EXPECT_EQ(with(p256, [](auto& k) { k.curve = crypto::find_curve("secp256k1"); }), "weak_key(x)");
  EXPECT_EQ(with(k1, [](auto& k) { k.curve = crypto::find_curve("P-256"); }), "weak_key(x)");
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

TEST(OkpKey, SizesAndPair) {
  for (const char* name : {"ed25519.pkcs8", "ed448.pkcs8", "x25519.pkcs8", "x448.pkcs8"}) {
    const KeyPtr key = pem_key(name);
    EXPECT_EQ(with(key, [](auto& k) { k.x.pop_back(); }), "malformed_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { k.x.push_back(0); }), "malformed_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { k.x.clear(); }), "malformed_key(x)");
    EXPECT_EQ(with(key, [](auto& k) { k.y = k.x; }), "malformed_key(y)");
    const auto other = KeyMaterial::generate_curve(*key->curve());
    EXPECT_EQ(with(key, [&](auto& k) { k.x = (*other)->on_curve().x; }), "key_mismatch(d)");
    // Not the last octet, whose bits the curves set themselves (RFC 7748 section 5, RFC 8032 section 5.2.5).
    EXPECT_EQ(with_d(key, copy((*other)->on_curve().d)), "key_mismatch(d)");
    EXPECT_EQ(with_d(key, with_prefix(key->on_curve().d, 1)), "malformed_key(d)");
    EXPECT_EQ(with_d(key, Secret(WipedBytes(31, 7))), "malformed_key(d)");
    EXPECT_EQ(with(key, [](auto& k) { k.d = {}; }), "ok");
  }
}

TEST(EdKey, TheSignOfXBelongsToTheKey) {
  for (const char* name : {"ed25519.pkcs8", "ed448.pkcs8"}) {
    EXPECT_EQ(with(pem_key(name), [](auto& k) { k.x.back() ^= 0x80; }), "key_mismatch(d)");
    EXPECT_EQ(with_d(pem_key(name), altered(pem_key(name)->on_curve().d)), "key_mismatch(d)");
  }
}

}  // namespace
}  // namespace signet::test
