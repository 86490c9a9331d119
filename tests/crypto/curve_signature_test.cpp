// ECDSA and EdDSA signatures whose numbers are out of range, and those that hold for any message.
#include <openssl/crypto.h>

#include "crypto/ecdsa_form.h"
#include "crypto/libcrypto.h"
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
    {"ES256K", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"},
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

// RFC 6979 appendix A.2.5: where libcrypto (3.2 and later) makes the nonce from key and message, the signature is
// known.
TEST(Ecdsa, TheNonceIsDeterministicWhereLibcryptoCanDoSo) {
  const auto key = KeyMaterial::from_curve(
      {.curve = crypto::find_curve("P-256"),
       .x = from_hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
       .y = from_hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"),
       .d = secret(from_hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))});
  const Bytes expected = from_hex(
      "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
      "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  const bool deterministic =
      OPENSSL_version_major() > 3 || (OPENSSL_version_major() == 3 && OPENSSL_version_minor() >= 2);
  EXPECT_EQ(prepare_sign("ES256", key.value()).value()->sign(as_bytes("sample")).value() == expected, deterministic);
  EXPECT_TRUE(prepare_verify("ES256", key.value()).value()->verify(as_bytes("sample"), expected));
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

Result<KeyMaterial::Ptr> ed448_public(const Bytes& x) {
  return KeyMaterial::from_curve({.curve = crypto::find_curve("Ed448"), .x = x, .y = {}, .d = {}});
}

/// 57 octets: `first`, 55 times `middle` but for the 29th, `last`.
Bytes ed448_octets(std::uint8_t first, std::uint8_t middle, std::uint8_t of_29, std::uint8_t last) {
  Bytes out(57, middle);
  out.front() = first;
  out[28] = of_29;
  out.back() = last;
  return out;
}

/// y of the points whose order divides 4 (1, 0, -1), with both signs, then spellings of them that are not below the
/// prime, and one with bits beside the sign.
std::vector<Bytes> ed448_small_order() {
  std::vector<Bytes> out;
  for (const std::uint8_t sign : {std::uint8_t{0x00}, std::uint8_t{0x80}}) {
    out.push_back(ed448_octets(1, 0, 0, sign));
    out.push_back(ed448_octets(0, 0, 0, sign));
    out.push_back(ed448_octets(0xfe, 0xff, 0xfe, sign));
    out.push_back(ed448_octets(0xff, 0xff, 0xfe, sign));
    out.push_back(ed448_octets(0, 0, 0xff, sign));
    std::fill(out.back().begin() + 29, out.back().end() - 1, std::uint8_t{0xff});
    out.push_back(ed448_octets(1, 0, 0, static_cast<std::uint8_t>(sign | 0x40)));
  }
  return out;
}

struct EdOrder {
  std::string_view alg;
  std::string_view hex;  // L, little-endian
};
constexpr EdOrder kEdOrders[] = {
    {"EdDSA", "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"},
    {"Ed25519", "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"},
    {"Ed448",
     "f34458ab92c27823558fc58d72c26c219036d6ae49db4ec4e923ca7cffffffffffffffffffffffffffffffffffffffffffffffffffffff3f"
     "00"},
};

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

TEST(Ed448, SmallOrderKeysAreNoKeysAndNoSignatures) {
  const KeyMaterial::Ptr key = generated("Ed448");
  const Verifying verifier = prepare_verify("Ed448", key).value();
  for (const Bytes& point : ed448_small_order()) {
    EXPECT_EQ(outcome(ed448_public(point)), "weak_key(x)");
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(point, Bytes(57, 0))));
  }
}

// The owner of a key can choose R = (1, 0), a point of order 4, and S = kA, with k the hash of "SigEd448", 0, 0, R, A
// and the message (RFC 8032 section 5.2.7). Libcrypto multiplies by the cofactor and takes it. Made in Python with the
// first key of section 7.4.
TEST(Ed448, AnROfOrderFourIsRefused) {
  const Bytes x = from_hex(
      "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe82561"
      "80");
  const Bytes signature = joined(
      ed448_octets(0, 0, 0, 0x80),
      from_hex("6ceb33f8557d5235e6232a7de69cdbeb9777221f490b1254a588575fce6c5f61f82e25637a7460917a63146ec00dda33b5d4"
               "d5c17194423500"));
  const crypto::PkeyPtr pkey(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED448", nullptr, x.data(), x.size()));
  const crypto::MdCtxPtr context(EVP_MD_CTX_new());
  ASSERT_EQ(EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, pkey.get(), nullptr), 1);
  EXPECT_EQ(EVP_DigestVerify(context.get(), signature.data(), signature.size(), as_bytes(kInput).data(), kInput.size()),
            1)
      << "libcrypto has become strict";
  EXPECT_FALSE(prepare_verify("Ed448", ed448_public(x).value()).value()->verify(as_bytes(kInput), signature));
}

/// S + L has room in as many octets as S.
TEST(EdDsa, ScalarsMustBeBelowTheOrder) {
  for (const auto& [alg, hex] : kEdOrders) {
    const KeyMaterial::Ptr key = generated(alg);
    const Verifying verifier = prepare_verify(alg, key).value();
    const Bytes good = prepare_sign(alg, key).value()->sign(as_bytes(kInput)).value();
    ASSERT_TRUE(verifier->verify(as_bytes(kInput), good));
    const Bytes order = from_hex(hex);
    const auto half = static_cast<std::ptrdiff_t>(order.size());
    const Bytes r(good.begin(), good.begin() + half);
    const Bytes big_endian_s(good.rbegin(), good.rbegin() + half), big_endian_order(order.rbegin(), order.rend());
    const Bytes added = sum(big_endian_s, big_endian_order);
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, Bytes(added.rbegin(), added.rend())))) << alg;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, order))) << alg;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, Bytes(order.size(), 0)))) << alg;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), joined(r, Bytes(order.size(), 0xff)))) << alg;
  }
}

}  // namespace
}  // namespace signet::test
