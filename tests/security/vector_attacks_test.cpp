// Published vectors of the primitives: rows 24 to 29. A vector's message is no signing input of a JWS (which has a
// header and a dot), so these go to the algorithm itself, with a key that was imported as any other. Whole tokens with
// signatures that were changed in the same ways are in signature_attacks_test.cpp.
#include "target.h"

namespace signet::test {
namespace {

using Prepared = Result<std::shared_ptr<const VerificationKey>>;

Prepared prepare(const Result<Key>& key, const SignatureAlgorithm& row) {
  if (!key) return std::unexpected(key.error());
  return key->prepare(row);
}

Prepared key_of(const json::Value& group, const json::Value& test, const SignatureAlgorithm& row) {
  if (const auto octets = test.find("key"))
    return prepare(Key::from_octets(Secret::copy_of(from_hex(*octets->string()))), row);
  return prepare(Key::from_pem(*group.find("publicKeyPem")->string()), row);
}

std::string verdict_of(const Prepared& key, const json::Value& test) {
  if (!key) return to_string(key.error());
  const Bytes message = from_hex(*test.find("msg")->string());
  const auto signature = test.find("sig") ? test.find("sig") : test.find("tag");
  return (*key)->verify(message, from_hex(*signature->string())) ? "ok" : "bad_signature";
}

enum class Jwa { allows, forbids };  // whether any of the file's valid cases is of JWA's form

/// What is not valid is refused; of a file whose form JWA does not have, everything is, but the cases in `allowed`.
void run_file(const std::string& file, std::string_view alg, Jwa jwa = Jwa::allows, std::int64_t allowed = 0) {
  const SignatureAlgorithm* asked = find_signature_algorithm(alg);
  ASSERT_NE(asked, nullptr) << alg;
  if (!describe(*asked).available) return;  // its row then says so to whoever asks
  const json::Document document = parse_vector("wycheproof/" + file + "_test.json");
  std::size_t accepted = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const bool valid = *test.find("result")->string() == "valid";
      const bool may = jwa == Jwa::allows ? valid : test.find("tcId")->integer() == allowed;
      const std::string said = verdict_of(key_of(group, test, *asked), test);
      // A valid case may still be none of JWA's: a short key, a cut tag.
      if (may && said == "ok") ++accepted;
      if (said != "ok" || !may)
        refuse_result(Form::vector, alg, said,
                      "bad_signature|weak_key(x)|weak_key(k)|malformed_key(x)|malformed_key(spki)");
    }
  }
  EXPECT_EQ(accepted > 0, jwa == Jwa::allows || allowed != 0) << file;
}

TEST(Attack24, PublishedVectors) {
  run_file("ecdsa_secp256r1_sha256_p1363", "ES256");
  run_file("ecdsa_secp384r1_sha384_p1363", "ES384");
  run_file("ecdsa_secp521r1_sha512_p1363", "ES512");
}

TEST(Attack25, PublishedSignaturesInDer) {
  run_file("ecdsa_secp256r1_sha256", "ES256", Jwa::forbids);
}

TEST(Attack26, PublishedVectors) {
  run_file("rsa_signature_2048_sha256", "RS256");
  run_file("rsa_signature_2048_sha384", "RS384");
  run_file("rsa_signature_2048_sha512", "RS512");
  run_file("rsa_pss_2048_sha256_mgf1_32", "PS256");
  run_file("rsa_pss_2048_sha384_mgf1_48", "PS384");
  run_file("rsa_pss_4096_sha512_mgf1_64", "PS512");
}

// No salt, another hash, the other padding: valid for the primitive, not for JWA. Of the first, one case has a salt
// of 32.
TEST(Attack26, PublishedVectorsOfAnotherForm) {
  run_file("rsa_pss_2048_sha256_mgf1_0", "PS256", Jwa::forbids, 69);
  run_file("rsa_pss_2048_sha256_mgf1_32", "PS384", Jwa::forbids);
  run_file("rsa_pss_2048_sha256_mgf1_32", "RS256", Jwa::forbids, 108);
  run_file("rsa_signature_2048_sha256", "PS256", Jwa::forbids, 257);
}

TEST(Attack27, PublishedVectors) {
  for (const std::string_view alg : {"EdDSA", "Ed25519"}) run_file("ed25519", alg);
}

TEST(Attack29, PublishedVectors) {
  run_file("hmac_sha256", "HS256");
  run_file("hmac_sha384", "HS384");
  run_file("hmac_sha512", "HS512");
}

}  // namespace
}  // namespace signet::test
