// Signatures that do not have the form of their algorithm, for every row.
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <gmock/gmock.h>

#include "signature_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kInput = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UifQ";

struct Pair {
  Verifying verifier;
  Bytes signature;
};

Pair signed_by(std::string_view alg) {
  const KeyMaterial::Ptr key = generated(alg);
  const KeyMaterial::Ptr shown = key->type() == KeyType::oct ? key : key->public_half().value();
  return {prepare_verify(alg, shown).value(), prepare_sign(alg, key).value()->sign(as_bytes(kInput)).value()};
}

/// OpenSSL 3.5 is the first release with ML-DSA.
bool has_ml_dsa() {
  return OPENSSL_version_major() > 3 || (OPENSSL_version_major() == 3 && OPENSSL_version_minor() >= 5);
}

class EveryRow : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Rows, EveryRow, testing::ValuesIn(all_rows()),
                         [](const auto& rows) { return test_name(rows.param); });

TEST_P(EveryRow, SignsAndVerifies) {
  const auto [verifier, signature] = signed_by(GetParam());
  // The size of EdDSA is that of the generated key's curve, which is Ed25519.
  const std::size_t octets = GetParam() == "EdDSA" ? 64 : row(GetParam()).signature_octets;
  EXPECT_EQ(signature.size(), octets == 0 ? 256 : octets);
  EXPECT_TRUE(verifier->verify(as_bytes(kInput), signature));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput.substr(1)), signature));
  EXPECT_FALSE(verifier->verify({}, signature));
  EXPECT_TRUE(verifier->verify(as_bytes(kInput), signature)) << "after failures";
}

TEST_P(EveryRow, EmptyAndLargeInputs) {
  const KeyMaterial::Ptr key = generated(GetParam());
  const Verifying verifier = prepare_verify(GetParam(), key).value();
  const Signing signer = prepare_sign(GetParam(), key).value();
  for (const std::size_t size : {0u, 1u, 55u, 56u, 63u, 64u, 111u, 112u, 128u, 100'000u}) {
    const Bytes input(size, 0x5a);
    const Bytes signature = signer->sign(input).value();
    EXPECT_TRUE(verifier->verify(input, signature)) << size;
  }
}

TEST_P(EveryRow, RefusesEveryOtherLength) {
  const auto [verifier, signature] = signed_by(GetParam());
  Bytes longer = signature;
  longer.push_back(0);
  Bytes led = signature;
  led.insert(led.begin(), 0);
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), longer));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), led));
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, signature.size() / 2, signature.size() - 1}) {
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), ByteView(signature).first(size))) << size;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), ByteView(signature).last(size))) << size;
  }
}

TEST_P(EveryRow, RefusesZerosOnesAndEveryFlippedOctet) {
  const auto [verifier, signature] = signed_by(GetParam());
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), Bytes(signature.size(), 0)));
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), Bytes(signature.size(), 0xff)));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Bytes changed = signature;
    changed[i] ^= 0x01;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), changed)) << i;
  }
}

TEST_P(EveryRow, AnotherKeyDoesNotVerify) {
  if (row(GetParam()).kty == KeyType::rsa) {
    const KeyMaterial::Ptr other = KeyMaterial::generate_rsa(2048).value();
    EXPECT_FALSE(prepare_verify(GetParam(), other).value()->verify(as_bytes(kInput), signed_by(GetParam()).signature));
    return;
  }
  const Verifying other = prepare_verify(GetParam(), generated(GetParam())).value();
  EXPECT_FALSE(other->verify(as_bytes(kInput), signed_by(GetParam()).signature));
}

TEST_P(EveryRow, LeavesTheErrorQueueAsItWas) {
  const auto [verifier, signature] = signed_by(GetParam());
  ERR_clear_error();
  Bytes wrong = signature;
  wrong[signature.size() / 2] ^= 0x01;
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), wrong));
  EXPECT_EQ(ERR_peek_error(), 0u);

  ERR_raise(ERR_LIB_USER, 42);  // the caller's own
  EXPECT_FALSE(verifier->verify(as_bytes(kInput), wrong));
  EXPECT_TRUE(verifier->verify(as_bytes(kInput), signature));
  EXPECT_EQ(ERR_GET_REASON(ERR_get_error()), 42);
  EXPECT_EQ(ERR_get_error(), 0u);
}

TEST_P(EveryRow, KeysOfOtherTypesDoNotFit) {
  const SignatureAlgorithm& algorithm = row(GetParam());
  for (const std::string_view other : {"HS512", "RS256", "ES256", "ES384", "ES512", "ES256K", "Ed25519", "Ed448"}) {
    const SignatureAlgorithm& of = row(other);
    const KeyMaterial::Ptr key = generated(other);
    if (of.kty == algorithm.kty && crypto::fits_curve(algorithm, *key)) continue;
    EXPECT_EQ(outcome(prepare_verify(GetParam(), key)),
              of.kty == algorithm.kty ? "key_mismatch(crv)" : "key_mismatch(kty)")
        << other;
  }
}

TEST_P(EveryRow, PublicKeysDoNotSign) {
  const KeyMaterial::Ptr key = generated(GetParam());
  if (key->type() == KeyType::oct) {
    EXPECT_EQ(outcome(prepare_sign(GetParam(), key)), "ok");
    return;
  }
  EXPECT_EQ(outcome(prepare_sign(GetParam(), key->public_half().value())),
            key->type() == KeyType::akp ? "private_key(priv)" : "private_key(d)");
}

//= rfc7518#3.2 a key of the same size as the hash output or larger MUST be used
TEST(HmacKeys, MustBeAsLongAsTheHash) {
  for (const std::string_view alg : {"HS256", "HS384", "HS512"}) {
    const std::size_t least = row(alg).min_key_octets;
    EXPECT_EQ(least, crypto::digest_size(row(alg).hash));
    EXPECT_EQ(outcome(prepare_verify(alg, KeyMaterial::generate_octets(least - 1).value())), "weak_key(k)");
    EXPECT_EQ(outcome(prepare_sign(alg, KeyMaterial::generate_octets(least - 1).value())), "weak_key(k)");
    EXPECT_EQ(outcome(prepare_verify(alg, KeyMaterial::generate_octets(least).value())), "ok");
  }
}

// A key longer than a block is hashed first (RFC 2104 section 3; RFC 4231 test cases 6 and 7 have 131 octets).
TEST(HmacKeys, LongerThanABlock) {
  const KeyMaterial::Ptr key = KeyMaterial::from_octets(Secret::copy_of(Bytes(131, 0xaa))).value();
  const auto mac = [&](std::string_view alg) {
    return prepare_sign(alg, key).value()->sign(as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"));
  };
  EXPECT_EQ(mac("HS256"), from_hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
  EXPECT_EQ(mac("HS384"), from_hex("4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
                                   "0c2ef6ab4030fe8296248df163f44952"));
  EXPECT_EQ(mac("HS512"), from_hex("80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                                   "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"));
}

TEST(RsaSignatures, NotBelowTheModulus) {
  for (const std::string_view alg : {"RS256", "PS256"}) {
    const Verifying verifier = prepare_verify(alg, generated(alg)).value();
    const Bytes& n = generated(alg)->rsa().n;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), n)) << alg;
    Bytes one(n.size(), 0);
    one.back() = 1;
    EXPECT_FALSE(verifier->verify(as_bytes(kInput), one)) << alg;
  }
}

TEST(Rows, SayWhatTheRegistrySays) {
  std::vector<std::string> lines;
  for (const SignatureAlgorithm* algorithm : crypto::signature_rows()) {
    const AlgorithmInfo info = describe(*algorithm);
    EXPECT_EQ(info.available, info.kty != "AKP" || has_ml_dsa()) << info.name;
    std::string line(info.name);
    std::string curves;
    for (const std::string_view curve : info.curves) curves.append(curves.empty() ? "" : ",").append(curve);
    for (const std::string_view fact : {info.kty, std::string_view(curves), info.hash, info.requirement, info.spec})
      line.append(" ").append(fact.empty() ? "-" : fact);
    lines.push_back(line + " " + std::to_string(info.signature_octets));
  }
  const std::vector<std::string> expected = {"HS256 oct - SHA-256 Required RFC 7518 3.2 32",
                                             "HS384 oct - SHA-384 Optional RFC 7518 3.2 48",
                                             "HS512 oct - SHA-512 Optional RFC 7518 3.2 64",
                                             "RS256 RSA - SHA-256 Recommended RFC 7518 3.3 0",
                                             "RS384 RSA - SHA-384 Optional RFC 7518 3.3 0",
                                             "RS512 RSA - SHA-512 Optional RFC 7518 3.3 0",
                                             "PS256 RSA - SHA-256 Optional RFC 7518 3.5 0",
                                             "PS384 RSA - SHA-384 Optional RFC 7518 3.5 0",
                                             "PS512 RSA - SHA-512 Optional RFC 7518 3.5 0",
                                             "ES256 EC P-256 SHA-256 Recommended+ RFC 7518 3.4 64",
                                             "ES384 EC P-384 SHA-384 Optional RFC 7518 3.4 96",
                                             "ES512 EC P-521 SHA-512 Optional RFC 7518 3.4 132",
                                             "ES256K EC secp256k1 SHA-256 Optional RFC 8812 3.2 64",
                                             "EdDSA OKP Ed25519,Ed448 - Deprecated RFC 8037 3.1 0",
                                             "Ed25519 OKP Ed25519 - Optional RFC 9864 2.2 64",
                                             "Ed448 OKP Ed448 - Optional RFC 9864 2.2 114",
                                             "ML-DSA-44 AKP - - Optional RFC 9964 5 2420",
                                             "ML-DSA-65 AKP - - Optional RFC 9964 5 3309",
                                             "ML-DSA-87 AKP - - Optional RFC 9964 5 4627"};
  EXPECT_EQ(lines, expected);
}

TEST(Rows, EdDsaFitsBothCurvesAndNoOtherOfOkp) {
  for (const std::string_view crv : {"Ed25519", "Ed448"}) {
    const KeyMaterial::Ptr key = KeyMaterial::generate_curve(*crypto::find_curve(crv)).value();
    const Bytes signature = prepare_sign("EdDSA", key).value()->sign(as_bytes(kInput)).value();
    EXPECT_EQ(signature.size(), row(crv).signature_octets);
    for (const std::string_view alg : {std::string_view("EdDSA"), crv})
      EXPECT_TRUE(prepare_verify(alg, key).value()->verify(as_bytes(kInput), signature)) << alg << crv;
    const std::string_view other = crv == "Ed448" ? "Ed25519" : "Ed448";
    EXPECT_EQ(outcome(prepare_verify(other, key)), "key_mismatch(crv)");
    EXPECT_EQ(outcome(prepare_sign(other, key)), "key_mismatch(crv)");
  }
  for (const std::string_view crv : {"X25519", "X448"}) {
    const KeyMaterial::Ptr key = KeyMaterial::generate_curve(*crypto::find_curve(crv)).value();
    for (const SignatureAlgorithm* algorithm : crypto::signature_rows())
      EXPECT_EQ(outcome(crypto::check_fit(*algorithm, *key)),
                algorithm->kty == KeyType::okp ? "key_mismatch(crv)" : "key_mismatch(kty)");
  }
}

TEST(Rows, EdDsaAndTheNameOfTheCurveFitEachOther) {
  EXPECT_THAT(row("EdDSA").also_fits, testing::ElementsAre("Ed25519", "Ed448"));
  EXPECT_THAT(row("Ed25519").also_fits, testing::ElementsAre("EdDSA"));
  EXPECT_THAT(row("Ed448").also_fits, testing::ElementsAre("EdDSA"));
  EXPECT_TRUE(row("ES256K").also_fits.empty());
}

TEST(Rows, NamesAreExactAndNoneIsNoRow) {
  for (const std::string_view name : {"none", "", "hs256", "HS256 ", "HS25", "Es256", "ES256k", "ED448", "RS1"})
    EXPECT_EQ(find_signature_algorithm(name), nullptr) << name;
}

}  // namespace
}  // namespace signet::test
