// ECDSA and Ed25519 signatures whose numbers are out of range, and those that hold for any message.
#include "crypto/ecdsa_form.h"
#include "signature_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kInput = "header.payload";

struct Order {
  std::string_view alg;
  std::string_view hex;
};
constexpr Order kOrders[] = {
    {"ES256", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
    {"ES384", "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"},
    {"ES512",
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
     "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"},
};

Bytes joined(const Bytes& r, const Bytes& s) {
  Bytes both = r;
  both.insert(both.end(), s.begin(), s.end());
  return both;
}

/// a + b, both big-endian and of one size; what does not fit is dropped.
Bytes sum(Bytes a, const Bytes& b) {
  unsigned carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    carry += unsigned{a[i]} + b[i];
    a[i] = static_cast<std::uint8_t>(carry & 0xff);
    carry >>= 8;
  }
  return a;
}

TEST(Ecdsa, NumbersMustBeFromOneToOrderLessOne) {
  for (const auto& [alg, hex] : kOrders) {
    const KeyMaterial::Ptr key = generated(alg);
    const Verifying verifier = prepare_verify(alg, key).value();
    const Bytes good = prepare_sign(alg, key).value()->sign(as_bytes(kInput)).value();
    ASSERT_TRUE(verifier->verify(as_bytes(kInput), good)) << alg;

    const Bytes order = from_hex(hex);
    const auto half = static_cast<std::ptrdiff_t>(order.size());
    const Bytes r(good.begin(), good.begin() + half), s(good.begin() + half, good.end());
    const Bytes zero(order.size(), 0), largest(order.size(), 0xff);
    for (const Bytes& bad : {zero, order, largest}) {
      EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(bad, s))) << alg;
      EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, bad))) << alg;
      EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(bad, bad))) << alg;
    }
  }
}

// P-521 has room for r + n and s + n in 66 octets: the same signature modulo n, another spelling.
TEST(Ecdsa, TheSameNumberPlusTheOrderIsRefused) {
  const KeyMaterial::Ptr key = generated("ES512");
  const Verifying verifier = prepare_verify("ES512", key).value();
  const Bytes good = prepare_sign("ES512", key).value()->sign(as_bytes(kInput)).value();
  const Bytes order = from_hex(kOrders[2].hex);
  const Bytes r(good.begin(), good.begin() + 66), s(good.begin() + 66, good.end());
  EXPECT_TRUE(verifier->verify(as_bytes(kInput), joined(r, s)));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(sum(r, order), s)));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, sum(s, order))));
}

TEST(Ecdsa, DerIsRefused) {
  for (const auto& [alg, hex] : kOrders) {
    const KeyMaterial::Ptr key = generated(alg);
    const Bytes good = prepare_sign(alg, key).value()->sign(as_bytes(kInput)).value();
    std::array<std::uint8_t, crypto::kMaxEcdsaDer> der;
    const ByteView encoded = crypto::ecdsa_der_from_raw(good, der);
    EXPECT_FALSE(prepare_verify(alg, key).value()->verify(as_bytes(kInput), encoded)) << alg;
  }
}

Result<KeyMaterial::Ptr> ed25519_public(const Bytes& x) {
  return KeyMaterial::from_curve({.curve = crypto::find_curve("Ed25519"), .x = x, .y = {}, .d = {}});
}

// y of the points whose order divides 8, with both signs, and spellings of them with y >= p.
constexpr std::string_view kSmallOrder[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};

// L, little-endian.
constexpr std::string_view kEdOrder = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

TEST(Ed25519, SmallOrderKeysAreNoKeys) {
  for (const std::string_view x : kSmallOrder) EXPECT_FALSE(ed25519_public(from_hex(x))) << x;
}

// The owner of the key of RFC 8037 appendix A chose R = identity and S = kA: OpenSSL 3.0 takes this signature.
TEST(Ed25519, AnRThatIsTheIdentityIsRefused) {
  const Bytes x = base64url::decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").value();
  const Bytes signature = from_hex(
      "0100000000000000000000000000000000000000000000000000000000000000"
      "c31e1de5471c38c35e6b48012f015cc1e7ac786fc2a29c61d832e105d06be106");
  EXPECT_FALSE(prepare_verify("EdDSA", ed25519_public(x).value()).value()->verify(as_bytes(kInput), signature));
}

/// S + L, with the sum in 32 octets.
TEST(Ed25519, ScalarsMustBeBelowTheOrder) {
  const KeyMaterial::Ptr key = generated("EdDSA");
  const Verifying verifier = prepare_verify("EdDSA", key).value();
  const Bytes good = prepare_sign("EdDSA", key).value()->sign(as_bytes(kInput)).value();
  ASSERT_TRUE(verifier->verify(as_bytes(kInput), good));
  const Bytes order = from_hex(kEdOrder);
  const Bytes r(good.begin(), good.begin() + 32);
  const Bytes big_endian_s(good.rbegin(), good.rbegin() + 32), big_endian_order(order.rbegin(), order.rend());
  const Bytes added = sum(big_endian_s, big_endian_order);
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, Bytes(added.rbegin(), added.rend()))));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, order)));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, Bytes(32, 0))));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, Bytes(32, 0xff))));
}

}  // namespace
}  // namespace signet::test
