// ML-DSA: the published vectors, keys and their forms. What this libcrypto lacks it must say: with OpenSSL 3.0 each of
// these tests holds that nothing is accepted, and `make test-newer` runs them where ML-DSA is there. Attack 28.
#include "crypto/der.h"
#include "crypto/key_der.h"
#include "crypto/x509.h"
#include "signature_support.h"

namespace signet::test {
namespace {

bool is_here() {
  return row("ML-DSA-44").available();
}
/// `with_ml_dsa`, or the error of a libcrypto without it.
std::string here(std::string_view with_ml_dsa, std::string_view alg = "ML-DSA-44") {
  return is_here() ? std::string(with_ml_dsa) : "alg_unavailable(" + std::string(alg) + ")";
}

Bytes hex_member(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  return member ? from_hex(member->string().value_or("")) : Bytes();
}

Result<KeyMaterial::Ptr> public_key(std::string_view alg, const Bytes& pub) {
  return KeyMaterial::from_akp({.algorithm = crypto::find_akp_algorithm(alg), .pub = pub, .priv = {}});
}
Result<KeyMaterial::Ptr> pair_of(std::string_view alg, const Bytes& pub, const Bytes& seed) {
  return KeyMaterial::from_akp({.algorithm = crypto::find_akp_algorithm(alg), .pub = pub, .priv = secret(seed)});
}

/// Cases with a context are signatures of something else: ours is empty (RFC 9964 section 5).
bool has_context(const json::Value& test) {
  return !hex_member(test, "ctx").empty();
}

struct Tally {
  int accepted = 0, refused = 0;
};

Tally run_verify(const std::string& file, std::string_view alg) {
  const json::Document document = parse_vector("wycheproof/" + file + "_test.json");
  Tally tally;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    const auto key = public_key(alg, hex_member(group, "publicKey"));
    for (const json::Value test : group.find("tests")->elements()) {
      const bool sound = test.find("result")->string() == "valid" && !has_context(test);
      const auto verifier = key ? prepare_verify(alg, *key) : std::unexpected(key.error());
      const bool accepted = verifier && (*verifier)->verify(hex_member(test, "msg"), hex_member(test, "sig"));
      EXPECT_EQ(accepted, sound && is_here()) << *test.find("tcId")->number_text();
      ++(accepted ? tally.accepted : tally.refused);
    }
  }
  return tally;
}

TEST(MlDsa, WycheproofVerify) {
  const Tally small = run_verify("mldsa_44_verify", "ML-DSA-44");
  EXPECT_EQ(small.accepted, is_here() ? 75 : 0);
  EXPECT_EQ(small.accepted + small.refused, 180);
  const Tally middle = run_verify("mldsa_65_verify", "ML-DSA-65");
  EXPECT_EQ(middle.accepted, is_here() ? 77 : 0);
  EXPECT_EQ(middle.accepted + middle.refused, 210);
}

// Seeds give the file's public keys, and the file's signatures hold. Ours are hedged, so they differ and hold as well.
TEST(MlDsa, WycheproofSeeds) {
  const json::Document document = parse_vector("wycheproof/mldsa_44_sign_seed_test.json");
  int signatures = 0, files = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    const Bytes seed = hex_member(group, "privateSeed"), pub = hex_member(group, "publicKey");
    if (seed.size() != 32) {
      // None at all is a public key here; that "priv" may not be empty is a matter of JWK.
      EXPECT_EQ(outcome(pair_of("ML-DSA-44", Bytes(1312), seed)), seed.empty() ? "ok" : "malformed_key(priv)");
      continue;
    }
    const auto key = pair_of("ML-DSA-44", pub, seed);
    ASSERT_EQ(outcome(key), here("ok"));
    const Bytes der = hex_member(group, "privateKeyPkcs8");
    if (!der.empty()) {
      const auto from_der = crypto::read_pkcs8_der(der);
      ASSERT_EQ(outcome(from_der), here("ok"));
      EXPECT_TRUE(!key || crypto::same_public_key(**key, **from_der));
      ++files;
    }
    if (!key) continue;
    const Verifying verifier = prepare_verify("ML-DSA-44", *key).value();
    const Signing signer = prepare_sign("ML-DSA-44", *key).value();
    for (const json::Value test : group.find("tests")->elements()) {
      if (!test.find("msg") || has_context(test) || test.find("result")->string() != "valid") continue;
      const Bytes message = hex_member(test, "msg");
      EXPECT_TRUE(verifier->verify(message, hex_member(test, "sig"))) << *test.find("tcId")->number_text();
      EXPECT_TRUE(verifier->verify(message, signer->sign(message).value()));
      ++signatures;
    }
  }
  EXPECT_EQ(files, 16);
  EXPECT_EQ(signatures, is_here() ? 71 : 0);
}

constexpr std::string_view kAlgorithms[] = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"};

TEST(MlDsaKey, SizesAreThoseOfTheAlgorithm) {
  for (const std::string_view alg : kAlgorithms) {
    const std::size_t octets = crypto::find_akp_algorithm(alg)->public_octets;
    EXPECT_EQ(outcome(public_key(alg, Bytes(octets, 1))), "ok");
    for (const std::size_t wrong : {std::size_t{0}, octets - 1, octets + 1})
      EXPECT_EQ(outcome(public_key(alg, Bytes(wrong, 1))), "malformed_key(pub)") << alg;
    // Expanded private keys have 2560, 4032 and 4896 octets.
    for (const std::size_t wrong : {1u, 31u, 33u, 64u, 2560u, 4032u, 4896u})
      EXPECT_EQ(outcome(pair_of(alg, Bytes(octets, 1), Bytes(wrong, 1))), "malformed_key(priv)") << alg << wrong;
    EXPECT_EQ(outcome(pair_of(alg, Bytes(octets, 1), Bytes(32, 1))), here("key_mismatch(priv)", alg)) << alg;
  }
  EXPECT_EQ(outcome(KeyMaterial::from_akp({})), "key_unsupported(alg)");
  for (const std::string_view name : {"", "ml-dsa-44", "ML-DSA-45", "HashML-DSA-44", "SLH-DSA-SHA2-128s"})
    EXPECT_EQ(crypto::find_akp_algorithm(name), nullptr) << name;
}

// A public key can be held, compared and written where nothing can verify with it.
TEST(MlDsaKey, PublicKeysNeedNoLibcrypto) {
  for (const std::string_view alg : kAlgorithms) {
    const auto key = public_key(alg, Bytes(crypto::find_akp_algorithm(alg)->public_octets, 0x42)).value();
    EXPECT_FALSE(key->is_private());
    EXPECT_EQ(key->pkey() != nullptr, is_here());
    EXPECT_EQ(key->bits(), key->akp().pub.size() * 8);
    EXPECT_EQ(outcome(key->check_deep()), "ok");
    EXPECT_EQ(outcome(prepare_verify(alg, key)), here("ok", alg));
    const auto again = crypto::read_spki_der(crypto::write_spki_der(*key));
    ASSERT_EQ(outcome(again), "ok");
    EXPECT_TRUE(crypto::same_public_key(*key, **again));
    EXPECT_TRUE(crypto::same_public_key(*key, **key->public_half()));
    for (const std::string_view other : kAlgorithms)
      EXPECT_EQ(outcome(prepare_verify(other, key)), other == alg ? here("ok", alg) : "key_mismatch(alg)");
  }
}

TEST(MlDsaKey, Generated) {
  for (const std::string_view alg : kAlgorithms) {
    const auto key = KeyMaterial::generate_akp(*crypto::find_akp_algorithm(alg));
    EXPECT_EQ(outcome(key), here("ok", alg));
    if (!key) continue;
    EXPECT_EQ((*key)->akp().priv.size(), 32u);
    const auto again = crypto::read_pkcs8_der(crypto::write_pkcs8_der(**key));
    ASSERT_EQ(outcome(again), "ok");
    EXPECT_TRUE((*again)->is_private());
    EXPECT_TRUE(crypto::same_public_key(**key, **again));
    const auto other = KeyMaterial::generate_akp(*crypto::find_akp_algorithm(alg)).value();
    EXPECT_EQ(outcome(pair_of(alg, (*key)->akp().pub,
                              Bytes(other->akp().priv.expose().begin(), other->akp().priv.expose().end()))),
              "key_mismatch(priv)");
  }
}

/// PrivateKeyInfo of ML-DSA-44 around this private key.
Bytes pkcs8(const WipedBytes& private_key) {
  using crypto::der::Tag;
  WipedBytes oid, body, out;
  crypto::der::append(oid, Tag::oid, as_bytes(crypto::find_akp_algorithm("ML-DSA-44")->oid));
  crypto::der::append_number(body, {});
  crypto::der::append(body, Tag::sequence, oid);
  crypto::der::append(body, Tag::octet_string, private_key);
  crypto::der::append(out, Tag::sequence, body);
  return {out.begin(), out.end()};
}

TEST(MlDsaKey, FormsOfThePrivateKey) {
  using crypto::der::Tag;
  const auto wrapped = [](Tag tag, std::size_t octets) {
    WipedBytes out;
    crypto::der::append(out, tag, Bytes(octets, 7));
    return out;
  };
  EXPECT_EQ(outcome(crypto::read_pkcs8_der(pkcs8(wrapped(Tag::context_0_primitive, 32)))), here("ok"));
  EXPECT_EQ(outcome(crypto::read_pkcs8_der(pkcs8(wrapped(Tag::context_0_primitive, 31)))), "malformed_key(priv)");
  EXPECT_EQ(outcome(crypto::read_pkcs8_der(pkcs8(wrapped(Tag::octet_string, 2560)))), "key_unsupported(expanded)");
  EXPECT_EQ(outcome(crypto::read_pkcs8_der(pkcs8(wrapped(Tag::integer, 32)))), "malformed_pem(der)");
  WipedBytes both = wrapped(Tag::octet_string, 32), sequence;
  const WipedBytes expanded = wrapped(Tag::octet_string, 2560);
  both.insert(both.end(), expanded.begin(), expanded.end());
  crypto::der::append(sequence, Tag::sequence, both);
  EXPECT_EQ(outcome(crypto::read_pkcs8_der(pkcs8(sequence))), here("key_mismatch(priv)"));
  sequence.clear();
  crypto::der::append(sequence, Tag::sequence, wrapped(Tag::octet_string, 32));
  EXPECT_EQ(outcome(crypto::read_pkcs8_der(pkcs8(sequence))), "malformed_pem(der)");
}

}  // namespace
}  // namespace signet::test
