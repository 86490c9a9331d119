// What a key may be used for, and new keys.
#include <algorithm>
#include <map>

#include "jose_support.h"

namespace signet::test {
namespace {

std::string fit(const Key& key, std::string_view alg) {
  return outcome(key.check_fit(row(alg)));
}
std::string signing(const Key& key, std::string_view alg) {
  return outcome(key.signer(row(alg)));
}

// Rows 5 and 10: every key with every algorithm that is not its own.
TEST(Attack05, OnlyTheLegalPairsOfKeyAndAlgorithm) {
  const std::map<std::string_view, std::vector<std::string_view>> legal = {
      {"HS512", {"HS256", "HS384", "HS512"}},
      {"RS256", {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}},
      {"ES256", {"ES256"}},
      {"ES384", {"ES384"}},
      {"ES512", {"ES512"}},
      {"ES256K", {"ES256K"}},
      {"EdDSA", {"EdDSA", "Ed25519"}},
      {"Ed448", {"EdDSA", "Ed448"}}};
  for (const auto& [made_for, algorithms] : legal) {
    const Key key = with(key_for(made_for), {});
    for (const std::string_view alg : all_rows()) {
      const bool right = std::ranges::find(algorithms, alg) != algorithms.end();
      const bool same_type = describe(row(alg)).kty == name_of(key.type());
      const std::string expected = right ? "ok" : same_type ? "key_mismatch(crv)" : "key_mismatch(kty)";
      EXPECT_EQ(fit(key, alg), expected) << made_for << " " << alg;
      EXPECT_EQ(outcome(key.prepare(row(alg))), expected) << made_for << " " << alg;
      EXPECT_EQ(signing(key, alg), expected) << made_for << " " << alg;
    }
  }
}

// Row 6: a key that names its algorithm serves no other.
TEST(Attack06, AKeysOwnAlgorithmBinds) {
  EXPECT_EQ(fit(key_for("RS256"), "RS256"), "ok");
  for (const std::string_view alg : {"RS384", "RS512", "PS256"}) {
    EXPECT_EQ(fit(key_for("RS256"), alg), "key_mismatch(alg)");
    EXPECT_EQ(signing(key_for("RS256"), alg), "key_mismatch(alg)");
  }
  EXPECT_EQ(fit(with(key_for("ES256"), {.alg = "ECDH-ES"}), "ES256"), "key_mismatch(alg)");
  EXPECT_EQ(fit(with(key_for("HS256"), {.alg = "A128KW"}), "HS256"), "key_mismatch(alg)");
  EXPECT_EQ(fit(with(key_for("ES256"), {.alg = "es256"}), "ES256"), "key_mismatch(alg)");
  for (const std::string alg : {"EdDSA", "Ed25519"}) {
    const Key key = with(key_for("EdDSA"), {.alg = alg});
    EXPECT_EQ(fit(key, "EdDSA"), "ok") << alg;
    EXPECT_EQ(fit(key, "Ed25519"), "ok") << alg;
  }
  for (const std::string alg : {"EdDSA", "Ed448"}) {
    const Key key = with(key_for("Ed448"), {.alg = alg});
    EXPECT_EQ(fit(key, "EdDSA"), "ok") << alg;
    EXPECT_EQ(fit(key, "Ed448"), "ok") << alg;
    EXPECT_EQ(fit(key, "Ed25519"), "key_mismatch(crv)") << alg;
  }
  // The name of another curve contradicts the key already when it is read.
  EXPECT_EQ(outcome(key_for("Ed448").with_info({.alg = "Ed25519"})), "key_mismatch(alg)");
  EXPECT_EQ(outcome(key_for("Ed25519").with_info({.alg = "Ed448"})), "key_mismatch(alg)");
  EXPECT_EQ(outcome(key_for("ES256").with_info({.alg = "ES256K"})), "key_mismatch(alg)");
}

// Row 8.
TEST(Attack08, ShortHmacKeys) {
  const std::pair<std::string_view, std::size_t> sizes[] = {{"HS256", 32}, {"HS384", 48}, {"HS512", 64}};
  for (const auto& [alg, least] : sizes) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{16}, least - 1}) {
      const Key key = Key::from_octets(Secret::copy_of(Bytes(size, 0x5a))).value();
      EXPECT_EQ(fit(key, alg), "weak_key(k)") << alg << " " << size;
      EXPECT_EQ(outcome(key.prepare(row(alg))), "weak_key(k)");
      EXPECT_EQ(signing(key, alg), "weak_key(k)");
    }
    EXPECT_EQ(fit(Key::from_octets(Secret::copy_of(Bytes(least, 0x5a))).value(), alg), "ok");
  }
  EXPECT_EQ(outcome(Key::from_octets(Secret())), "weak_key(k)");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","k":""})")), "weak_key(k)");
}

// Row 18.
TEST(Attack18, UseAndKeyOpsBind) {
  const Key ec = key_for("ES256");
  const auto fit_of = [&](const Key& key, KeyInfo info) { return fit(with(key, std::move(info)), "ES256"); };
  EXPECT_EQ(fit_of(shown(ec), {.use = "sig"}), "ok");
  EXPECT_EQ(fit_of(shown(ec), {.use = "enc"}), "key_mismatch(use)");
  EXPECT_EQ(fit_of(shown(ec), {.use = "SIG"}), "key_mismatch(use)");
  EXPECT_EQ(fit_of(shown(ec), {.key_ops = {"verify"}}), "ok");
  EXPECT_EQ(fit_of(shown(ec), {.key_ops = {"sign"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(fit_of(shown(ec), {.key_ops = {"deriveKey"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(fit_of(ec, {.key_ops = {"sign"}}), "key_mismatch(key_ops)") << "a private key that only signs";
  EXPECT_EQ(fit(with(ec, {.key_ops = {"sign"}}).public_key().value(), "ES256"), "ok");
  EXPECT_EQ(fit_of(ec, {.key_ops = {"sign", "verify"}}), "ok");
}

TEST(Attack18, UseAndKeyOpsBindTheSigner) {
  const auto signing_of = [](KeyInfo info) { return signing(with(key_for("ES256"), std::move(info)), "ES256"); };
  EXPECT_EQ(signing_of({.key_ops = {"sign"}}), "ok");
  EXPECT_EQ(signing_of({.key_ops = {"verify"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(signing_of({.use = "enc"}), "key_mismatch(use)");
  EXPECT_EQ(signing_of({.alg = "ECDH-ES"}), "key_mismatch(alg)");
  EXPECT_EQ(signing(shown(key_for("ES256")), "ES256"), "private_key(d)");
}

TEST(KeyUse, TheSignerSaysWhatItIs) {
  const Key key = with(key_for("ES256"), {.kid = "a", .alg = "ES256"});
  const auto signer = key.signer().value();
  EXPECT_EQ(signer->algorithm(), "ES256");
  EXPECT_EQ(signer->kid(), "a");
  EXPECT_EQ(outcome(with(key, {}).signer()), "alg_undecided(alg)");
  EXPECT_EQ(outcome(with(key, {.alg = "ES257"}).signer()), "alg_unknown(ES257)");
  EXPECT_EQ(outcome(with(key, {.alg = "\x1b[2J"}).signer()), "alg_unknown(\\x1b[2J)");
}

TEST(KeyUse, EachAlgorithmSignsAndVerifies) {
  for (const std::string_view alg : all_rows()) {
    const Key& key = key_for(alg);
    const Bytes signature = key.signer()->get()->sign(as_bytes("input")).value();
    const auto prepared = shown(key).prepare(row(alg)).value();
    EXPECT_EQ(describe(prepared->algorithm()).name, alg);
    EXPECT_EQ(prepared->kid(), key.info().kid);
    EXPECT_TRUE(prepared->verify(as_bytes("input"), signature)) << alg;
    EXPECT_FALSE(prepared->verify(as_bytes("Input"), signature)) << alg;
    EXPECT_FALSE(prepared->verify(as_bytes("input"), {})) << alg;
    EXPECT_FALSE(prepared->verify(as_bytes("input"), ByteView(signature).first(signature.size() - 1))) << alg;
  }
}

TEST(KeyGenerate, WhatIsMadeSaysWhatItIsFor) {
  for (const std::string_view alg : all_rows()) {
    const Key key = alg.starts_with("RS") || alg.starts_with("PS") ? key_for(alg) : Key::generate({.alg = alg}).value();
    EXPECT_EQ(key.info().alg, alg);
    EXPECT_EQ(key.info().use, "sig");
    EXPECT_TRUE(key.info().key_ops.empty());
    EXPECT_EQ(name_of(key.type()), describe(row(alg)).kty);
    if (!key.is_symmetric()) {
      EXPECT_EQ(key.info().kid, key.thumbprint());
    }
  }
  const Key a = Key::generate({.alg = "HS256"}).value(), b = Key::generate({.alg = "HS256"}).value();
  EXPECT_EQ(base64url::decode(a.info().kid)->size(), 16u);
  EXPECT_NE(a.info().kid, b.info().kid);
  EXPECT_NE(a.info().kid, a.thumbprint());
  EXPECT_NE(a.thumbprint(), b.thumbprint());
}

TEST(KeyGenerate, EdDsaOverEd448) {
  const Key key = Key::generate({.alg = "EdDSA", .crv = "Ed448"}).value();
  EXPECT_EQ(key.crv(), "Ed448");
  EXPECT_EQ(key.info().alg, "EdDSA");
  const Bytes signature = key.signer().value()->sign(as_bytes("input")).value();
  EXPECT_EQ(signature.size(), 114u);
  EXPECT_TRUE(shown(key).prepare(row("Ed448")).value()->verify(as_bytes("input"), signature));
}

TEST(KeyGenerate, WhatCannotBeMade) {
  const auto said = [](const KeySpec& spec) { return outcome(Key::generate(spec)); };
  for (const std::string_view alg : {"none", "es256", "", "HS257", "RSA-OAEP-1"})
    EXPECT_EQ(said({.alg = alg}), alg.empty() ? "alg_unknown" : "alg_unknown(" + std::string(alg) + ")");
  EXPECT_EQ(said({.alg = "ES256", .crv = "P-384"}), "key_unsupported(crv)");
  EXPECT_EQ(said({.alg = "ES256", .crv = "P-256"}), "ok");
  EXPECT_EQ(said({.alg = "EdDSA", .crv = "Ed25519"}), "ok");
  EXPECT_EQ(said({.alg = "EdDSA", .crv = "Ed448"}), "ok");
  EXPECT_EQ(said({.alg = "Ed25519", .crv = "Ed448"}), "key_unsupported(crv)");
  EXPECT_EQ(said({.alg = "Ed448", .crv = "Ed448"}), "ok");
  EXPECT_EQ(said({.alg = "ES256K", .crv = "P-256"}), "key_unsupported(crv)");
  EXPECT_EQ(said({.alg = "EdDSA", .crv = "P-256"}), "key_unsupported(crv)");
  EXPECT_EQ(said({.alg = "EdDSA", .crv = "X25519"}), "key_unsupported(crv)");
  EXPECT_EQ(said({.alg = "HS256", .crv = "P-256"}), "key_unsupported(crv)");
  EXPECT_EQ(said({.alg = "RS256", .crv = "P-256"}), "key_unsupported(crv)");
  for (const unsigned bits : {0u, 1024u, 2047u, 2050u, 8193u, 16384u})
    EXPECT_EQ(said({.alg = "PS256", .rsa_bits = bits}), "limit_exceeded(bits)") << bits;
}

TEST(KeyGenerate, DeepChecksHold) {
  for (const std::string_view alg : {"HS256", "RS256", "ES256", "ES256K", "EdDSA", "Ed448"})
    EXPECT_EQ(outcome(key_for(alg).check_deep()), "ok") << alg;
}

}  // namespace
}  // namespace signet::test
