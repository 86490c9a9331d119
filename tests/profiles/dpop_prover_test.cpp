// Proofs that we make: RFC 9449 sections 4.2, 8 and 9.
#include <set>
#include <string>
#include <utility>

#include "dpop_support.h"
#include "signet/jwt.h"

namespace signet::test {
namespace {

dpop::Prover prover() {
  return dpop::Prover::build(client_key()).value();
}

TEST(DpopProver, EveryAlgorithmMakesWhatTheVerifierTakes) {
  const AlgorithmSet rows = dpop::asymmetric_algorithms();
  for (const SignatureAlgorithm* row : rows.rows()) {
    const Key key = Key::generate({.alg = describe(*row).name}).value();
    const auto made = dpop::Prover::build(key);
    ASSERT_TRUE(made) << outcome(made);
    const auto text = made->prove(
        {.method = "GET", .url = "https://rs.example/items?page=2#top", .access_token = "at", .nonce = "n-1"},
        kNow + Duration(999'999));
    ASSERT_TRUE(text) << outcome(text);
    const auto proof = open_verifier().verify(*text,
                                              {.method = "GET",
                                               .url = "https://rs.example/items?page=3",
                                               .access_token = "at",
                                               .jkt = key.thumbprint(),
                                               .nonce = dpop::one_of({"n-1"})},
                                              kNow);
    ASSERT_TRUE(proof) << describe(*row).name << outcome_at(proof);
    EXPECT_EQ(proof->jkt(), made->jkt());
    EXPECT_EQ(proof->algorithm(), describe(*row).name);
    EXPECT_EQ(proof->url(), "https://rs.example/items");
    EXPECT_EQ(proof->issued_at(), kNow);  // whole seconds
    EXPECT_EQ(proof->nonce(), "n-1");
  }
}

TEST(DpopProver, HeaderHoldsTheBareKeyAlone) {
  const auto text = prover().prove({.method = "POST", .url = kUrl}, kNow).value();
  const auto shown = jwt::Unverified::decode(text).value();
  EXPECT_EQ(shown.header().source(), joined({R"({"alg":"ES256","typ":"dpop+jwt","jwk":)",
                                             client_key().public_key()->with_info({})->to_public_jwk().value(), "}"}));
  EXPECT_EQ(shown.header().find("jwk")->size(), 4u);
  EXPECT_EQ(shown.payload().size(), 4u);
}

TEST(DpopProver, EachProofHasAnIdOfItsOwn) {
  std::set<std::string> ids;
  constexpr std::size_t kProofs = 200;
  for (std::size_t i = 0; i < kProofs; ++i) {
    const auto text = prover().prove({.method = "POST", .url = kUrl}, kNow).value();
    const auto shown = jwt::Unverified::decode(text).value();
    const std::string id(*shown.payload().find("jti")->string());
    EXPECT_GE(base64url::decode(id, 64)->size() * 8, 96u);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), kProofs);
}

TEST(DpopProver, WhatCannotBeProven) {
  const auto said = [](const dpop::ProofRequest& request) { return outcome(prover().prove(request, kNow)); };
  for (const std::string_view method : {"", "GE T", "GET\n", "G\xc3\x89T", "GET,"})
    EXPECT_EQ(said({.method = method, .url = kUrl}), "claim_rule(htm)") << method;
  for (const std::string_view url :
       {"", "/token", "ftp://as.example/", "https://user@as.example/", "https://as.example/ "})
    EXPECT_EQ(said({.method = "GET", .url = url}), "claim_rule(htu)") << url;
  for (const std::string_view nonce : {"", "a b", "a\"b", "a\\b", "a\n", "\x7f"})
    EXPECT_EQ(said({.method = "GET", .url = kUrl, .nonce = nonce}), "claim_rule(nonce)") << nonce;
  EXPECT_EQ(said({.method = "GET", .url = kUrl, .nonce = std::string(4097, 'a')}), "claim_rule(nonce)");
  EXPECT_EQ(said({.method = "M-SEARCH", .url = "http://127.0.0.1:8080", .nonce = "!#[]~"}), "ok");
}

TEST(DpopProver, Keys) {
  const auto said = [](const Key& key) { return outcome(dpop::Prover::build(key)); };
  EXPECT_EQ(said(Key::generate({.alg = "HS256"}).value()), "symmetric_key(kty)");
  EXPECT_EQ(said(client_key().public_key().value()), "private_key(d)");
  EXPECT_EQ(said(client_key().with_info({}).value()), "alg_undecided(alg)");
  EXPECT_EQ(said(Key::generate({.alg = "ECDH-ES", .crv = "P-256"}).value()), "alg_unknown(ECDH-ES)");
  // With a signer: the key must be one for its algorithm.
  const auto signer = client_key().signer().value();
  EXPECT_EQ(outcome(dpop::Prover::build(signer, client_key().public_key().value())), "ok");
  EXPECT_EQ(outcome(dpop::Prover::build(signer, Key::generate({.alg = "ES384"}).value())), "key_mismatch(crv)");
  EXPECT_EQ(outcome(dpop::Prover::build(Key::generate({.alg = "HS256"})->signer().value(), client_key())),
            "key_mismatch(kty)");
}

TEST(DpopNonces, OneForEachOrigin) {
  dpop::NonceMemory nonces;
  EXPECT_EQ(nonces.find(kUrl), std::nullopt);
  EXPECT_EQ(outcome(nonces.remember("https://as.example/token?x", "a-1")), "ok");
  EXPECT_EQ(outcome(nonces.remember("https://rs.example/items", "r-1")), "ok");
  EXPECT_EQ(nonces.find("HTTPS://AS.example:443/other"), "a-1");
  EXPECT_EQ(nonces.find("https://rs.example"), "r-1");
  for (const std::string_view other :
       {"http://as.example/token", "https://as.example:8443/", "https://x.example/", "x"})
    EXPECT_EQ(nonces.find(other), std::nullopt) << other;
  EXPECT_EQ(outcome(nonces.remember(kUrl, "a-2")), "ok");
  EXPECT_EQ(nonces.find(kUrl), "a-2");
  EXPECT_EQ(outcome(nonces.remember(kUrl, "a 3")), "claim_rule(nonce)");
  EXPECT_EQ(outcome(nonces.remember("x", "a-3")), "claim_rule(htu)");
  EXPECT_EQ(nonces.find(kUrl), "a-2");
}

TEST(DpopNonces, AreBounded) {
  dpop::NonceMemory nonces;
  for (int i = 0; i < 65; ++i)
    EXPECT_EQ(outcome(nonces.remember("https://h" + std::to_string(i) + ".example/", std::to_string(i))), "ok");
  EXPECT_EQ(nonces.find("https://h0.example/"), std::nullopt);
  EXPECT_EQ(nonces.find("https://h1.example/"), "1");
  EXPECT_EQ(nonces.find("https://h64.example/"), "64");
}

}  // namespace
}  // namespace signet::test
