// use, key_ops, alg, kid, x5c and the thumbprints of a certificate: RFC 7517 sections 4.2 to 4.9.
#include "jose_support.h"

namespace signet::test {
namespace {

std::string said(std::string_view alg, KeyInfo info) {
  return outcome(key_for(alg).with_info(std::move(info)));
}

/// The key of RFC 7517 appendix B with its certificate.
Key certified() {
  const auto document = parse_vector("rfc-jose/rfc7517.json");
  return Key::from_jwk(*find_case(document, "7517-B").find("jwk")).value();
}

TEST(KeyInfo, KeyOpsAndUseAgree) {
  EXPECT_EQ(said("ES256", {.use = "sig", .key_ops = {"sign", "verify"}}), "ok");
  EXPECT_EQ(said("ES256", {.use = "enc", .key_ops = {"deriveKey", "deriveBits"}}), "ok");
  EXPECT_EQ(said("ES256", {.use = "sig", .key_ops = {"verify", "audit"}}), "ok") << "an operation of tomorrow";
  EXPECT_EQ(said("ES256", {.use = "tls", .key_ops = {"encrypt"}}), "ok") << "a use of tomorrow";
  for (const char* operation : {"encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"})
    EXPECT_EQ(said("ES256", {.use = "sig", .key_ops = {"verify", operation}}), "key_mismatch(key_ops)") << operation;
  for (const char* operation : {"sign", "verify"})
    EXPECT_EQ(said("ES256", {.use = "enc", .key_ops = {operation}}), "key_mismatch(key_ops)") << operation;
}

TEST(KeyInfo, KeyOpsHaveNoDuplicatesAndAreBounded) {
  EXPECT_EQ(said("ES256", {.key_ops = {"sign", "verify", "sign"}}), "malformed_key(key_ops)");
  EXPECT_EQ(said("ES256", {.key_ops = {"x", "x"}}), "malformed_key(key_ops)");
  std::vector<std::string> many;
  many.reserve(33);
  for (int i = 0; i < 33; ++i) many.push_back("op" + std::to_string(i));
  EXPECT_EQ(said("ES256", {.key_ops = many}), "limit_exceeded(key_ops)");
  many.pop_back();
  EXPECT_EQ(said("ES256", {.key_ops = many}), "ok");
}

TEST(KeyInfo, AlgMustSuitTheKey) {
  const std::pair<std::string_view, std::string> wrong[] = {
      {"ES256", "ES384"}, {"ES256", "RS256"}, {"ES256", "HS256"}, {"ES256", "EdDSA"}, {"RS256", "ES256"},
      {"RS256", "HS256"}, {"HS256", "RS256"}, {"EdDSA", "ES256"}, {"ES384", "ES256"}, {"EdDSA", "HS512"}};
  for (const auto& [key, alg] : wrong) EXPECT_EQ(said(key, {.alg = alg}), "key_mismatch(alg)") << key << " " << alg;
  const std::pair<std::string_view, std::string> right[] = {
      {"RS256", "PS512"},   {"EdDSA", "Ed25519"}, {"HS256", "HS512"}, {"RS256", "RSA-OAEP-256"},
      {"ES256", "ECDH-ES"}, {"ES256", "es256"},   {"HS256", "A128KW"}};
  for (const auto& [key, alg] : right) EXPECT_EQ(said(key, {.alg = alg}), "ok") << key << " " << alg;
}

TEST(KeyInfo, MembersAreTextAndBounded) {
  EXPECT_EQ(said("ES256", {.kid = std::string(257, 'a')}), "limit_exceeded(kid)");
  EXPECT_EQ(said("ES256", {.kid = "\xff"}), "malformed_key(kid)");
  EXPECT_EQ(said("ES256", {.use = "\xc0\x80"}), "malformed_key(use)");
  EXPECT_EQ(said("ES256", {.key_ops = {"\x80"}}), "malformed_key(key_ops)");
}

TEST(KeyInfo, TheKeyOfRfc7517BHasItsCertificate) {
  const Key key = certified();
  EXPECT_EQ(key.info().x5c.size(), 1u);
  EXPECT_EQ(key.info().kid, "1b94c");
  EXPECT_EQ(outcome(Key::from_jwk(key.to_public_jwk().value())), "ok");
}

TEST(KeyInfo, TheLeafIsTheKeysOwn) {
  const KeyInfo info = certified().info();
  EXPECT_EQ(said("RS256", {.x5c = info.x5c}), "certificate_mismatch(x5c)");
  EXPECT_EQ(said("ES256", {.x5c = info.x5c}), "certificate_mismatch(x5c)");
  EXPECT_EQ(said("HS256", {.x5c = info.x5c}), "certificate_mismatch(x5c)");
  const Bytes leaf = info.x5c.front();
  const auto with_chain = [&](std::vector<Bytes> chain) {
    return outcome(certified().with_info({.x5c = std::move(chain)}));
  };
  EXPECT_EQ(with_chain({leaf, leaf}), "ok");
  EXPECT_EQ(with_chain(std::vector<Bytes>(16, leaf)), "ok");
  EXPECT_EQ(with_chain(std::vector<Bytes>(17, leaf)), "limit_exceeded(x5c)");
  Bytes longer = leaf;
  longer.push_back(0);
  EXPECT_EQ(with_chain({longer}), "malformed_key(x5c)");
  EXPECT_EQ(with_chain({leaf, longer}), "malformed_key(x5c)");
  EXPECT_EQ(with_chain({leaf, Bytes()}), "malformed_key(x5c)");
  EXPECT_EQ(with_chain({Bytes(leaf.begin(), leaf.end() - 1)}), "malformed_key(x5c)");
  EXPECT_EQ(with_chain({Bytes{0x30, 0x00}}), "malformed_key(x5c)");
  EXPECT_EQ(with_chain({Bytes(70'000, 0x30)}), "limit_exceeded(x5c)");
}

TEST(KeyInfo, AForeignChainBehindTheLeafIsOnlyKept) {
  const auto document = parse_vector("rfc-jose/rfc7515.json");
  std::string chain;
  for (const json::Value certificate : find_case(document, "7515-B").find("x5c")->elements())
    chain += "," + std::string(certificate.source());
  const std::string jwk = certified().to_public_jwk().value();
  const auto key = Key::from_jwk(replaced(jwk, "\"]", "\"" + chain + "]"));
  ASSERT_EQ(outcome(key), "ok");
  EXPECT_EQ(key->info().x5c.size(), 4u);
}

TEST(KeyInfo, X5cIsStandardBase64) {
  const std::string jwk = certified().to_public_jwk().value();
  const std::size_t at = jwk.find("\"x5c\":[\"") + 8;
  const auto with_text = [&](std::size_t position, std::string_view text) {
    return outcome(Key::from_jwk(std::string(jwk).replace(at + position, 1, text)));
  };
  EXPECT_EQ(with_text(10, "-"), "malformed_key(x5c)");
  EXPECT_EQ(with_text(10, "_"), "malformed_key(x5c)");
  EXPECT_EQ(with_text(10, "\\n"), "malformed_key(x5c)");
  EXPECT_EQ(with_text(10, " "), "malformed_key(x5c)");
  EXPECT_EQ(with_text(10, ""), "malformed_key(x5c)");
}

TEST(KeyInfo, ThumbprintsHaveTheirFormAndAreThoseOfTheLeaf) {
  const auto said_of = [](std::string x5t, std::string s256) {
    return outcome(certified().with_info({.x5t = std::move(x5t), .x5t_s256 = std::move(s256)}));
  };
  const std::string sha1(27, 'A'), sha256(43, 'A');
  EXPECT_EQ(said_of(sha1, sha256), "ok");
  for (const std::string& bad : {sha1 + "A", sha1.substr(1), sha1 + "=", sha1.substr(1) + "B", sha256})
    EXPECT_EQ(said_of(bad, ""), "malformed_key(x5t)") << bad;
  for (const std::string& bad : {sha256 + "A", sha256.substr(1), sha256 + "=", sha256.substr(1) + "B", sha1})
    EXPECT_EQ(said_of("", bad), "malformed_key(x5t#S256)") << bad;
  KeyInfo info = certified().info();
  info.x5t = sha1;
  EXPECT_EQ(outcome(certified().with_info(info)), "certificate_mismatch(x5t)");
  info.x5t.clear();
  info.x5t_s256 = sha256;
  EXPECT_EQ(outcome(certified().with_info(info)), "certificate_mismatch(x5t#S256)");
}

}  // namespace
}  // namespace signet::test
