// Attacks on where keys come from and what they are: rows 9, 11, 14 and 18 to 22 of docs/security.md.
#include <map>

#include "forge.h"

namespace signet::test {
namespace {

const SignatureAlgorithm& row(std::string_view name) {
  return *find_signature_algorithm(name);
}

TEST(Attack09, WeakRsaKeys) {
  const auto document = parse_vector("keys/weak_rsa.json");
  std::size_t cases = 0;
  for (const json::Value item : document.root().find("cases")->elements()) {
    const std::string said = outcome(Key::from_jwk(*item.find("jwk")));
    EXPECT_EQ(said, *item.find("expected")->string()) << *item.find("why")->string();
    ++cases;
  }
  EXPECT_EQ(cases, 14u);
}

TEST(Attack11, TheHeadersOwnKeyIsNeverTrusted) {
  for (const auto* algorithm : all_rows()) {
    const Key mine = key_for(*algorithm);
    if (mine.is_symmetric()) continue;
    const Key evil = Key::generate({.alg = describe(*algorithm).name}).value();
    const std::string jwk = evil.public_key()->to_public_jwk().value();
    const auto signer = evil.signer(*algorithm).value();
    const jwt::Verifier verifier = verifier_for(*algorithm);
    const std::string_view name = describe(*algorithm).name;
    std::string without_kid = R"({"alg":")";
    without_kid.append(name).append(R"(","jwk":)").append(jwk).append("}");
    EXPECT_EQ(verdict(verifier, forge(header_for(*algorithm, R"(,"jwk":)" + jwk), kGoodPayload, *signer)),
              "bad_signature");
    EXPECT_EQ(verdict(verifier, forge(without_kid, kGoodPayload, *signer)), "bad_signature");
    for (const std::string_view url : {"jku", "x5u"})
      EXPECT_EQ(
          verdict(verifier, forge(header_for(*algorithm, ",\"" + std::string(url) + R"(":"https://evil.example/jwks")"),
                                  kGoodPayload, *signer)),
          "bad_signature");
  }
}

TEST(Attack14, KidIsOpaqueAndComparedExactly) {
  const jwt::Verifier verifier = verifier_for(row("ES256"));
  const auto signer = signer_for(row("ES256"));
  const std::string kids[] = {"../../../../dev/null",
                              "' OR 1=1 --",
                              "k-ES256\\u0000",
                              "K-ES256",
                              "k-ES25",
                              "k-ES256 ",
                              "\\u006b-ES256x",
                              "/etc/passwd",
                              "",
                              "|id",
                              "k-\\uFF25S256",
                              std::string(256, 'a')};
  for (const std::string& kid : kids)
    EXPECT_EQ(verdict(verifier, forge(R"({"alg":"ES256","kid":")" + kid + "\"}", kGoodPayload, *signer)),
              "key_not_found(kid)")
        << kid;
  EXPECT_EQ(verdict(verifier, forge(R"({"alg":"ES256","kid":"\u006b-ES256"})", kGoodPayload, *signer)), "ok")
      << "the same name, escaped";
  for (const std::size_t size : {257u, 1000u, 40'000u})
    EXPECT_EQ(
        verdict(verifier, forge(R"({"alg":"ES256","kid":")" + std::string(size, 'a') + "\"}", kGoodPayload, *signer)),
        "limit_exceeded(kid)");
  for (const std::string json : {"1", "null", "[\"k-ES256\"]", "{}"})
    EXPECT_EQ(verdict(verifier, forge(R"({"alg":"ES256","kid":)" + json + "}", kGoodPayload, *signer)),
              "header_parameter(kid)");
}

TEST(Attack18, UseAndKeyOpsAreObeyed) {
  const Key key = key_for(row("ES256")).with_info({}).value();
  const std::string token = forge(R"({"alg":"ES256"})", kGoodPayload, *key.signer(row("ES256")).value());
  const auto said = [&](const KeyInfo& info) {
    const auto shown = key.public_key()->with_info(info);
    if (!shown) return outcome(shown);
    return verdict(jwt::Verifier::build(policy_for(row("ES256")), set_of(*shown)).value(), token);
  };
  EXPECT_EQ(said({}), "ok");
  EXPECT_EQ(said({.use = "sig"}), "ok");
  EXPECT_EQ(said({.key_ops = {"verify"}}), "ok");
  EXPECT_EQ(said({.use = "enc"}), "key_mismatch(use)");
  EXPECT_EQ(said({.use = "SIG"}), "key_mismatch(use)");
  EXPECT_EQ(said({.key_ops = {"sign"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(said({.key_ops = {"encrypt"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(said({.use = "sig", .key_ops = {"encrypt"}}), "key_mismatch(key_ops)") << "they contradict each other";
  EXPECT_EQ(said({.use = "enc", .key_ops = {"verify"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(said({.key_ops = {"verify", "verify"}}), "malformed_key(key_ops)");
}

TEST(Attack19, SymmetricKeyInAPublicSetIsAPlaceholder) {
  const Key hmac = key_for(row("HS256"));
  const std::string secret(as_text(hmac.to_private_jwk()->expose()));
  const std::string shown = key_for(row("ES256")).public_key()->to_public_jwk().value();
  const JwkSet set = JwkSet::parse(R"({"keys":[)" + secret + "," + shown + "]}").value();
  ASSERT_EQ(set.entries().size(), 2u);
  EXPECT_FALSE(set.entries()[0].key);
  EXPECT_EQ(to_string(set.entries()[0].problem.value()), "symmetric_key(kty)");
  AlgorithmSet both;
  both.add(row("HS256"));
  both.add(row("ES256"));
  const auto verifier =
      jwt::Verifier::build(jwt::Policy().issuer(kIssuer).audience(kAudience).typ_jwt().algorithms(both), set).value();
  EXPECT_EQ(verdict(verifier, good_token(row("ES256"))), "ok");
  EXPECT_EQ(verdict(verifier, good_token(row("HS256"))), "key_not_found(kid)");
}

TEST(Attack19, RepeatedKidsAreTriedOnlyWhereTheyFitAndAtMostFour) {
  const auto named = [](const Key& key) { return key.with_info({.kid = "same"}).value(); };
  std::vector<Key> keys = {named(key_for(row("RS256")).public_key().value()),
                           named(key_for(row("ES384")).public_key().value())};
  for (int i = 0; i < 3; ++i) keys.push_back(named(Key::generate({.alg = "ES256"})->public_key().value()));
  const Key mine = named(key_for(row("ES256")));
  keys.push_back(mine.public_key().value());
  const std::string token = forge(R"({"alg":"ES256","kid":"same"})", kGoodPayload, *mine.signer(row("ES256")).value());
  EXPECT_EQ(verdict(jwt::Verifier::build(policy_for(row("ES256")), JwkSet::of(keys)).value(), token), "ok");
  keys.insert(keys.begin(), named(Key::generate({.alg = "ES256"})->public_key().value()));
  EXPECT_EQ(verdict(jwt::Verifier::build(policy_for(row("ES256")), JwkSet::of(keys)).value(), token),
            "key_not_found(kid)");
}

// Row 20: private members never come out of a public form, and no error shows what it was about.
TEST(Attack20, PublicFormsAndErrorsHoldNoSecret) {
  for (const auto* algorithm : all_rows()) {
    const Key& key = key_for(*algorithm);
    const Secret secret = key.to_private_jwk().value();
    auto document = json::Document::parse(as_text(secret.expose())).value();
    std::vector<std::string> secrets;
    for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "k", "priv"})
      if (const auto value = document.root().find(member)) secrets.emplace_back(*value->string());
    ASSERT_FALSE(secrets.empty());
    std::vector<std::string> shown;
    if (key.is_symmetric()) {
      EXPECT_EQ(outcome(key.to_public_jwk()), "symmetric_key(kty)");
      EXPECT_EQ(outcome(key.public_key()), "symmetric_key(kty)");
    } else {
      shown.push_back(key.to_public_jwk().value());
      shown.push_back(key.public_key()->to_public_jwk().value());
      EXPECT_EQ(outcome(key.public_key()->to_private_jwk()),
                key.type() == KeyType::akp ? "private_key(priv)" : "private_key(d)");
    }
    const Key own[] = {key};
    const auto set_json = JwkSet::of(own).to_public_json();
    EXPECT_EQ(set_json.has_value(), !key.is_symmetric());
    if (set_json) shown.push_back(*set_json);
    // Break each private JWK in many places and look at what the error says.
    const std::string jwk(as_text(secret.expose()));
    for (std::size_t cut = 1; cut < jwk.size(); cut += 13) {
      std::string changed = jwk;
      changed[cut] = changed[cut] == 'A' ? 'B' : 'A';
      for (const std::string& text : {jwk.substr(0, cut), changed})
        if (const auto broken = Key::from_jwk(text); !broken) shown.push_back(to_string(broken.error()));
    }
    for (const std::string& text : shown)
      for (const std::string& hidden : secrets) EXPECT_EQ(text.find(hidden.substr(0, 12)), std::string::npos) << text;
  }
}

TEST(Attack21, OneKeyHasOneSpelling) {
  const Key rsa = key_for(row("RS256")).public_key().value();
  const auto jwk = json::Document::parse(rsa.to_public_jwk().value()).value();
  const std::string n(*jwk.root().find("n")->string());
  const Bytes modulus = base64url::decode(n).value();
  Bytes padded = modulus;
  padded.insert(padded.begin(), 0);
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"RSA","n":")" + n + R"(","e":"AQAB"})")), "ok");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"RSA","n":")" + n + R"(","e":"AAEAAQ"})")), "malformed_key(e)");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"RSA","n":")" + base64url::encode(padded) + R"(","e":"AQAB"})")),
            "malformed_key(n)");
  // Members beside the material do not change the thumbprint (RFC 7638 section 3.2).
  const Key more =
      Key::from_jwk(R"({"e":"AQAB","extra":{"a":1},"n":")" + n + R"(","kid":"x","kty":"RSA","alg":"RS256"})").value();
  EXPECT_EQ(more.thumbprint(), rsa.thumbprint());
  // A coordinate shorter than its field.
  const std::string x43 = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"EC","crv":"P-256","x":")" + x43 +
                                  R"(","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})")),
            "ok");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"EC","crv":"P-256","x":"AA)" + x43 +
                                  R"(","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})"))
                .substr(0, 13),
            "malformed_key");
}

// Row 22: a private half that belongs to another key.
TEST(Attack22, PrivateHalvesMatchTheirPublicOnes) {
  for (const std::string_view name : {"ES256", "ES384", "ES512", "EdDSA", "RS256"}) {
    const auto mine = json::Document::parse(as_text(key_for(row(name)).to_private_jwk()->expose())).value();
    const Key foreign_key = Key::generate({.alg = name}).value();
    const auto foreign = json::Document::parse(as_text(foreign_key.to_private_jwk()->expose())).value();
    for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "n", "x", "y"}) {
      if (!mine.root().find(member)) continue;
      json::Writer out;
      out.begin_object();
      for (const auto& [key, value] : mine.root().members())
        out.key(key).raw(key == member ? foreign.root().find(member)->source() : value.source());
      out.end_object();
      const std::string said = outcome(Key::from_jwk(out.text()));
      EXPECT_TRUE(said.starts_with("key_mismatch(") || said.starts_with("weak_key("))
          << name << " " << member << " " << said;
    }
  }
}

}  // namespace
}  // namespace signet::test
