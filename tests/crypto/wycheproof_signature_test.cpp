// The published vectors of the primitives, as a JWS verifier has to take them: RFC 7518 allows less than the primitives
// do, so each file says here how many of its cases are accepted and how many are refused.
#include <functional>

#include "crypto/ecdsa_form.h"
#include "signature_support.h"

namespace signet::test {
namespace {

Bytes hex_member(const json::Value& object, std::string_view name) {
  return from_hex(object.find(name)->string().value());
}

struct Tally {
  int accepted = 0;
  int refused = 0;
};

using Expected = std::function<bool(const json::Value& group, const json::Value& test)>;
using Prepare = std::function<Result<Verifying>(const json::Value& group, const json::Value& test)>;

bool valid(const json::Value&, const json::Value& test) {
  return test.find("result")->string() == "valid";
}
bool never(const json::Value&, const json::Value&) {
  return false;
}
/// The one case of a file that is made for another algorithm of JWA.
Expected only(std::int64_t id) {
  return [id](const json::Value&, const json::Value& test) { return test.find("tcId")->integer() == id; };
}

/// Runs every case of one file. `prepare` makes the verifier of a case, or fails when JWA has no use for its key.
Tally run_file(const std::string& file, std::string_view signature_member, const Prepare& prepare,
               const Expected& expected) {
  const json::Document document = parse_vector("wycheproof/" + file + "_test.json");
  Tally tally;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const Result<Verifying> verifier = prepare(group, test);
      const bool accepted =
          verifier && (*verifier)->verify(hex_member(test, "msg"), hex_member(test, signature_member));
      EXPECT_EQ(accepted, expected(group, test)) << file << " " << *test.find("tcId")->number_text();
      ++(accepted ? tally.accepted : tally.refused);
    }
  }
  return tally;
}

void expect_tally(const Tally& tally, int accepted, int refused) {
  EXPECT_EQ(tally.accepted, accepted);
  EXPECT_EQ(tally.refused, refused);
}

Result<Verifying> rsa_verifier(std::string_view alg, const json::Value& group) {
  const json::Value key = *group.find("publicKey");
  auto material = KeyMaterial::from_rsa({.n = number_from_hex(*key.find("modulus")->string()),
                                         .e = number_from_hex(*key.find("publicExponent")->string()),
                                         .d = {},
                                         .p = {},
                                         .q = {},
                                         .dp = {},
                                         .dq = {},
                                         .qi = {}});
  EXPECT_TRUE(material) << outcome(material);
  return prepare_verify(alg, *material);
}

Tally run_rsa(const std::string& file, std::string_view alg, const Expected& expected = valid) {
  const auto prepare = [alg](const json::Value& group, const json::Value&) { return rsa_verifier(alg, group); };
  return run_file(file, "sig", prepare, expected);
}

Tally run_ecdsa(const std::string& file, std::string_view alg, const Expected& expected = valid) {
  const auto prepare = [alg](const json::Value& group, const json::Value&) {
    const json::Value key = *group.find("publicKey");
    const crypto::Curve* curve = crypto::find_curve(row(alg).curves.front());
    auto material = KeyMaterial::from_curve({.curve = curve,
                                             .x = sized(number_from_hex(*key.find("wx")->string()), curve->octets),
                                             .y = sized(number_from_hex(*key.find("wy")->string()), curve->octets),
                                             .d = {}});
    EXPECT_TRUE(material) << outcome(material);
    return prepare_verify(alg, *material);
  };
  return run_file(file, "sig", prepare, expected);
}

std::int64_t octets_of(const json::Value& group, std::string_view bits) {
  return group.find(bits)->integer().value() / 8;
}

Tally run_hmac(const std::string& file, std::string_view alg) {
  const auto prepare = [alg](const json::Value&, const json::Value& test) {
    return prepare_verify(alg, KeyMaterial::from_octets(secret(hex_member(test, "key"))).value());
  };
  //= rfc7518#3.2 a key shorter than the hash output is refused; the MAC is compared whole, so a cut one is refused
  const auto expected = [alg](const json::Value& group, const json::Value& test) {
    return valid(group, test) && octets_of(group, "keySize") >= row(alg).min_key_octets &&
           octets_of(group, "tagSize") == row(alg).signature_octets;
  };
  return run_file(file, "tag", prepare, expected);
}

TEST(Wycheproof, Hmac) {
  expect_tally(run_hmac("hmac_sha256", "HS256"), 30, 144);
  expect_tally(run_hmac("hmac_sha384", "HS384"), 30, 144);
  expect_tally(run_hmac("hmac_sha512", "HS512"), 30, 144);
}

// "acceptable" is a DigestInfo without parameters (MissingNull). RFC 8017 appendix B.1 wants NULL there, and section
// 8.2.2 compares whole encodings: refused, so that a message has one signature.
// Keys with e = 3 are among the valid ones.
TEST(Wycheproof, RsaPkcs1) {
  expect_tally(run_rsa("rsa_signature_2048_sha256", "RS256"), 9, 250);
  expect_tally(run_rsa("rsa_signature_2048_sha384", "RS384"), 7, 251);
  expect_tally(run_rsa("rsa_signature_2048_sha512", "RS512"), 8, 251);
}

TEST(Wycheproof, RsaPss) {
  expect_tally(run_rsa("rsa_pss_2048_sha256_mgf1_32", "PS256"), 63, 45);
  expect_tally(run_rsa("rsa_pss_2048_sha384_mgf1_48", "PS384"), 95, 46);
  expect_tally(run_rsa("rsa_pss_4096_sha512_mgf1_64", "PS512"), 132, 47);
}

//= rfc7518#3.5 the size of the salt is that of the hash output: signatures without a salt are refused
// The one that is accepted is a case of the file with a salt of 32 octets.
TEST(Wycheproof, RsaPssWithAnotherSaltLength) {
  expect_tally(run_rsa("rsa_pss_2048_sha256_mgf1_0", "PS256", only(69)), 1, 102);
}

// Each file has one signature with the padding of the other.
TEST(Wycheproof, RsaPaddingsAndHashesAreNotInterchangeable) {
  expect_tally(run_rsa("rsa_signature_2048_sha256", "PS256", only(257)), 1, 258);
  expect_tally(run_rsa("rsa_pss_2048_sha256_mgf1_32", "RS256", only(108)), 1, 107);
  expect_tally(run_rsa("rsa_pss_2048_sha256_mgf1_32", "PS384", never), 0, 108);
}

TEST(Wycheproof, Ecdsa) {
  expect_tally(run_ecdsa("ecdsa_secp256r1_sha256_p1363", "ES256"), 173, 89);
  expect_tally(run_ecdsa("ecdsa_secp384r1_sha384_p1363", "ES384"), 193, 87);
  expect_tally(run_ecdsa("ecdsa_secp521r1_sha512_p1363", "ES512"), 231, 87);
  expect_tally(run_ecdsa("ecdsa_secp256k1_sha256_p1363", "ES256K"), 167, 85);
}

//= rfc7518#3.4 the signature is r and s side by side: the same signatures in DER are refused
TEST(Wycheproof, EcdsaInDer) {
  expect_tally(run_ecdsa("ecdsa_secp256r1_sha256", "ES256", never), 0, 484);
}

/// The signature of a case, taken out of its DER as one of libcrypto would be; empty when that has another form.
Bytes raw_signature(const json::Value& test) {
  Bytes raw(64);
  return crypto::ecdsa_raw_from_der(hex_member(test, "sig"), raw) ? raw : Bytes{};
}

// Converted, they verify or not as the file says: what is malleable about DER is gone with it.
TEST(Wycheproof, EcdsaOutOfDer) {
  const json::Document document = parse_vector("wycheproof/ecdsa_secp256r1_sha256_test.json");
  Tally tally;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    const json::Value key = *group.find("publicKey");
    const auto material = KeyMaterial::from_curve({.curve = crypto::find_curve("P-256"),
                                                   .x = sized(number_from_hex(*key.find("wx")->string()), 32),
                                                   .y = sized(number_from_hex(*key.find("wy")->string()), 32),
                                                   .d = {}});
    const Verifying verifier = prepare_verify("ES256", material.value()).value();
    for (const json::Value test : group.find("tests")->elements()) {
      const Bytes raw = raw_signature(test);
      const bool accepted = !raw.empty() && verifier->verify(hex_member(test, "msg"), raw);
      EXPECT_EQ(accepted, valid(group, test)) << *test.find("tcId")->number_text();
      ++(accepted ? tally.accepted : tally.refused);
    }
  }
  expect_tally(tally, 174, 310);
}

TEST(Wycheproof, Ed25519) {
  for (const std::string_view alg : {"EdDSA", "Ed25519"}) {
    const auto prepare = [alg](const json::Value& group, const json::Value&) -> Result<Verifying> {
      auto material = KeyMaterial::from_curve(
          {.curve = crypto::find_curve("Ed25519"), .x = hex_member(*group.find("publicKey"), "pk"), .y = {}, .d = {}});
      if (!material) return std::unexpected(material.error());
      return prepare_verify(alg, *material);
    };
    expect_tally(run_file("ed25519", "sig", prepare, valid), 88, 63);
  }
}

}  // namespace
}  // namespace signet::test
