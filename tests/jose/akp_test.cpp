// AKP keys as JWK, and signatures by ML-DSA, with the examples of RFC 9964. With a libcrypto that lacks ML-DSA the same
// keys are shown and published, and nothing is signed or verified.
#include <algorithm>

#include "jose_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kAlgorithms[] = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"};

bool is_here() {
  return describe(row("ML-DSA-44")).available;
}
std::string here(std::string_view with_ml_dsa, std::string_view alg) {
  return is_here() ? std::string(with_ml_dsa) : "alg_unavailable(" + std::string(alg) + ")";
}

struct Example {
  std::string alg, private_jwk, public_jwk, kid, pub, jws;
};

Example example_of(std::string_view alg) {
  std::string file(alg);
  std::ranges::replace(file, '-', '_');
  const json::Document document = parse_vector("rfc9964/" + file + ".jose.json");
  const json::Value jwk = *document.root().find("jwk");
  Example out{.alg = std::string(alg),
              .private_jwk = std::string(jwk.source()),
              .public_jwk = {},
              .kid = std::string(text_at(jwk, "/kid")),
              .pub = std::string(text_at(jwk, "/pub")),
              .jws = std::string(text_at(document.root(), "/jws"))};
  out.public_jwk = R"({"kty":"AKP","pub":")" + out.pub + R"(","kid":")" + out.kid + R"(","alg":")" + out.alg + "\"}";
  return out;
}

TEST(Akp, ExamplesOfTheRfc) {
  for (const std::string_view alg : kAlgorithms) {
    const Example example = example_of(alg);
    const Key key = Key::from_jwk(example.public_jwk).value();
    EXPECT_EQ(key.type(), KeyType::akp);
    EXPECT_EQ(key.crv(), "");
    EXPECT_FALSE(key.is_private());
    EXPECT_EQ(key.thumbprint(), example.kid);
    EXPECT_EQ(key.to_public_jwk().value(), example.public_jwk);
    const JwkSet set = set_of({key});
    EXPECT_EQ(JwkSet::parse(set.to_public_json().value())->entries()[0].key->thumbprint(), example.kid);
    EXPECT_EQ(outcome(jws::verify_compact(example.jws, set, rows({alg}))), here("ok", alg));
    std::string changed = example.jws;
    changed[changed.find('.') + 3] ^= 1;
    EXPECT_EQ(outcome(jws::verify_compact(changed, set, rows({alg}))), here("bad_signature", alg));
  }
}

TEST(Akp, PrivateExamplesOfTheRfc) {
  for (const std::string_view alg : kAlgorithms) {
    const Example example = example_of(alg);
    const auto key = Key::from_jwk(example.private_jwk);
    ASSERT_EQ(outcome(key), here("ok", alg));
    if (!key) continue;
    EXPECT_EQ(key->thumbprint(), example.kid);
    EXPECT_EQ(json::Document::parse(as_text(key->to_private_jwk()->expose()))->root().find("priv")->string(),
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    const std::string token = jws::sign_compact(as_bytes("payload"), *key->signer().value()).value();
    EXPECT_EQ(outcome(jws::verify_compact(token, set_of({shown(*key)}), rows({alg}))), "ok");
    const Key from_pem = Key::from_pem(as_text(key->to_private_pem(PemForm::pkcs8)->expose())).value();
    EXPECT_EQ(from_pem.thumbprint(), example.kid);
    EXPECT_EQ(from_pem.info().alg, alg);
    EXPECT_EQ(outcome(shown(*key).signer()), "private_key(priv)");
  }
}

std::string said(const std::string& jwk) {
  return outcome(Key::from_jwk(jwk));
}

//= rfc9964#3 "alg" is REQUIRED
TEST(Akp, TheAlgorithmIsPartOfTheKey) {
  const Example example = example_of("ML-DSA-44");
  const std::string pub = R"("pub":")" + example.pub + "\"";
  EXPECT_EQ(said(R"({"kty":"AKP",)" + pub + "}"), "malformed_key(alg)");
  EXPECT_EQ(said(R"({"kty":"AKP","alg":7,)" + pub + "}"), "malformed_key(alg)");
  EXPECT_EQ(said(R"({"kty":"AKP","alg":"ES256",)" + pub + "}"), "key_unsupported(alg)");
  EXPECT_EQ(said(R"({"kty":"AKP","alg":"ml-dsa-44",)" + pub + "}"), "key_unsupported(alg)");
  EXPECT_EQ(said(R"({"kty":"AKP","alg":"ML-DSA-65",)" + pub + "}"), "malformed_key(pub)");
  EXPECT_EQ(said(R"({"kty":"AKP","alg":"ML-DSA-44"})"), "malformed_key(pub)");
  EXPECT_EQ(said(R"({"kty":"AKP","alg":"ML-DSA-44","pub":"AA"})"), "malformed_key(pub)");
  const Key key = Key::from_jwk(example.public_jwk).value();
  EXPECT_EQ(with(key, {.kid = "a"}).info().alg, "ML-DSA-44") << "it cannot be taken away";
  EXPECT_EQ(outcome(key.with_info({.alg = "ML-DSA-65"})), "key_mismatch(alg)");
  EXPECT_EQ(outcome(key.check_fit(row("ML-DSA-65"))), "key_mismatch(alg)");
  EXPECT_EQ(outcome(key.check_fit(row("EdDSA"))), "key_mismatch(kty)");
  const Key from_pem = Key::from_pem(key.to_public_pem().value()).value();
  EXPECT_EQ(from_pem.info().alg, "ML-DSA-44");
  EXPECT_EQ(from_pem.thumbprint(), key.thumbprint());
}

// Row 28: the private part is a seed of 32 octets, and belongs to the public one.
TEST(Attack28, ThePrivatePartIsASeed) {
  const Example example = example_of("ML-DSA-44");
  const auto with_priv = [&](const Bytes& priv) {
    return said(R"({"kty":"AKP","alg":"ML-DSA-44","pub":")" + example.pub + R"(","priv":")" + base64url::encode(priv) +
                "\"}");
  };
  for (const std::size_t octets : {0u, 31u, 33u, 64u, 2560u, 4032u})
    EXPECT_EQ(with_priv(Bytes(octets, 0)), "malformed_key(priv)") << octets;
  EXPECT_EQ(with_priv(Bytes(4897, 0)), "limit_exceeded(priv)");
  EXPECT_EQ(with_priv(Bytes(32, 0)), here("ok", "ML-DSA-44"));
  EXPECT_EQ(with_priv(Bytes(32, 1)), here("key_mismatch(priv)", "ML-DSA-44"));
}

TEST(Akp, InSetsThatArePublished) {
  const Example example = example_of("ML-DSA-65");
  const auto remarks = lint_key_set(R"({"keys":[)" + example.public_jwk + "," + example.private_jwk + "]}").value();
  std::vector<std::string> found;
  found.reserve(remarks.size());
  for (const KeySetRemark& remark : remarks) found.push_back(to_string(remark.error));
  std::vector<std::string> expected = {"key_incomplete(use)"};
  if (!is_here()) expected.emplace_back("alg_unavailable(ML-DSA-65)");
  expected.insert(expected.end(), {"private_key(priv)", "key_ambiguous(kid)"});
  EXPECT_EQ(found, expected);
}

TEST(Akp, Generated) {
  for (const std::string_view alg : kAlgorithms) {
    const auto key = Key::generate({.alg = alg});
    EXPECT_EQ(outcome(key), here("ok", alg));
    EXPECT_EQ(outcome(Key::generate({.alg = alg, .crv = "Ed448"})), here("key_unsupported(crv)", alg));
  }
}

}  // namespace
}  // namespace signet::test
