// What a proof has to be, whatever the request: RFC 9449 section 4.3, steps 1 to 7.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "dpop_support.h"

namespace signet::test {
namespace {

std::string with_claims(std::string_view claims) {
  return verdict(proof_of(claims));
}

TEST(DpopProof, OneField) {
  const std::string proof = proof_of(kClaims);
  const auto said = [&](std::vector<std::string_view> fields) {
    return outcome_at(open_verifier().verify_fields(fields, request(), kNow));
  };
  EXPECT_EQ(said({proof}), "ok");
  EXPECT_EQ(said({}), "malformed_token(DPoP) step 2");
  EXPECT_EQ(said({proof, proof}), "malformed_token(DPoP) step 1");
  EXPECT_EQ(said({"", proof}), "malformed_token(DPoP) step 1");
  // What a server makes of two fields that it joins.
  EXPECT_EQ(said({joined({proof, ", ", proof})}), "malformed_token(segments) step 2");
  EXPECT_EQ(said({joined({proof, ","})}), "malformed_token(signature) step 2");
}

TEST(DpopProof, IsACompactToken) {
  const std::string proof = proof_of(kClaims);
  const std::size_t dot = proof.rfind('.');
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "malformed_token(segments) step 2"},
      {"a.b", "malformed_token(segments) step 2"},
      {"DPoP " + proof, "malformed_token(header) step 2"},
      {" " + proof, "malformed_token(header) step 2"},
      {proof + "\n", "malformed_token(signature) step 2"},
      {proof + "=", "malformed_token(signature) step 2"},
      {proof.substr(0, dot + 1), "malformed_token(signature) step 2"},
      {proof.substr(0, dot), "malformed_token(segments) step 2"},
      {proof + ".", "malformed_token(segments) step 2"},
      {"." + proof.substr(proof.find('.') + 1), "malformed_token(header) step 2"},
      {R"({"protected":"e30","payload":"e30","signature":"AA"})", "malformed_token(segments) step 2"},
      {std::string(dpop::kMaxProof + 1, 'a'), "limit_exceeded(token) step 2"},
      {sign_proof("[]", kClaims), "malformed_json(header) step 2"},
      {sign_proof(header_of(client_key(), R"(,"typ":"dpop+jwt")"), kClaims), "duplicate_name(typ) step 2"},
      {sign_proof(header_of(client_key(), R"(,"crit":["exp"],"exp":1)"), kClaims), "crit_unknown(exp) step 2"},
      {sign_proof(header_of(client_key(), R"(,"crit":["b64"],"b64":false)"), kClaims), "crit_unknown(b64) step 2"},
      {sign_proof(header_of(client_key(), R"(,"kid":1)"), kClaims), "header_parameter(kid) step 2"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(verdict(text), expected) << text.substr(0, 80);
}

TEST(DpopProof, Type) {
  const std::string header = header_of(client_key());
  const auto said = [&](std::string_view typ) {
    std::string changed = header;
    changed.replace(changed.find("dpop+jwt"), 8, typ);
    return verdict(sign_proof(changed, kClaims));
  };
  // RFC 7515 section 4.1.9: media types compare without case, and "application/" may stand before them.
  for (const std::string_view good : {"dpop+jwt", "DPoP+JWT", "application/dpop+jwt"}) EXPECT_EQ(said(good), "ok");
  for (const std::string_view bad : {"JWT", "at+jwt", "dpop", "dpop+jwt ", "dpop-jwt", "", "text/dpop+jwt"})
    EXPECT_EQ(said(bad), "typ_mismatch(typ) step 4") << bad;
  const std::string untyped = "{" + header.substr(header.find("\"alg\""));
  EXPECT_EQ(verdict(sign_proof(untyped, kClaims)), "typ_mismatch(typ) step 3");
}

TEST(DpopProof, EveryAsymmetricAlgorithmUnlessPolicySaysOtherwise) {
  const auto es256 = verifier_of(open_policy().algorithms({"ES256"}));
  const AlgorithmSet rows = dpop::asymmetric_algorithms();
  for (const SignatureAlgorithm* row : rows.rows()) {
    const std::string name(describe(*row).name);
    const Key key = Key::generate({.alg = name}).value();
    const std::string proof = proof_of(kClaims, key);
    EXPECT_EQ(verdict(proof), "ok") << name;
    EXPECT_EQ(outcome_at(es256.verify(proof, request(), kNow)), name == "ES256" ? "ok" : "alg_not_allowed(alg) step 5");
  }
}

TEST(DpopProof, NoneAndSymmetricAlgorithms) {
  const Key secret = Key::generate({.alg = "HS256"}).value();
  const std::string oct(as_text(secret.to_private_jwk()->expose()));
  const std::string good = header_of(client_key());
  const std::string jwk = good.substr(good.find("\"jwk\":") + 6, good.size() - good.find("\"jwk\":") - 7);
  for (const std::string_view alg : {"none", "None", "HS256", "HS384", "HS512", "es256", "ES256 ", "", "A128KW"}) {
    for (const std::string_view key : {std::string_view(jwk), std::string_view(oct)}) {
      const std::string header = joined({R"({"typ":"dpop+jwt","alg":")", alg, R"(","jwk":)", key, "}"});
      EXPECT_EQ(verdict(sign_proof(header, kClaims, secret)), "alg_not_allowed(alg) step 5") << alg;
    }
  }
  const std::string header = joined({R"({"typ":"dpop+jwt","alg":"ES256","jwk":)", oct, "}"});
  EXPECT_EQ(verdict(sign_proof(header, kClaims, secret)), "private_key(jwk) step 7");
}

TEST(DpopProof, KeyOfTheHeader) {
  const Key other = Key::generate({.alg = "ES256"}).value();
  const std::string mine = header_of(client_key());
  const std::size_t at = mine.find("\"jwk\"");
  const auto said = [&](std::string_view jwk) {
    return verdict(sign_proof(joined({mine.substr(0, at), R"("jwk":)", jwk, "}"}), kClaims));
  };
  const std::string shown = mine.substr(at + 6, mine.size() - at - 7);
  const std::string inner = shown.substr(1, shown.size() - 2);
  EXPECT_EQ(said(shown), "ok");
  EXPECT_EQ(verdict(sign_proof(mine.substr(0, at - 1) + "}", kClaims)), "header_parameter(jwk) step 3");
  EXPECT_EQ(said("\"x\""), "header_parameter(jwk) step 2");
  EXPECT_EQ(said("null"), "header_parameter(jwk) step 2");
  EXPECT_EQ(said("{}"), "malformed_key(kty) step 6");
  EXPECT_EQ(said(as_text(client_key().to_private_jwk()->expose())), "private_key(jwk) step 7");
  EXPECT_EQ(said(joined({"{", inner, R"(,"d":""})"})), "private_key(jwk) step 7");
  EXPECT_EQ(said(joined({"{", inner, R"(,"d":null})"})), "private_key(jwk) step 7");
  EXPECT_EQ(said(joined({"{", inner, R"(,"use":"enc"})"})), "key_mismatch(use) step 6");
  EXPECT_EQ(said(joined({"{", inner, R"(,"key_ops":["sign"]})"})), "key_mismatch(key_ops) step 6");
  EXPECT_EQ(said(joined({"{", inner, R"(,"alg":"ES384"})"})), "key_mismatch(alg) step 6");
  EXPECT_EQ(said(other.public_key()->to_public_jwk().value()), "bad_signature step 6");
  EXPECT_EQ(said(Key::generate({.alg = "EdDSA"})->public_key()->to_public_jwk().value()), "key_mismatch(kty) step 6");
  EXPECT_EQ(said(Key::generate({.alg = "ES384"})->public_key()->to_public_jwk().value()), "key_mismatch(crv) step 6");
  // "kid", "jku" and the like name no other key.
  EXPECT_EQ(verdict(sign_proof(header_of(client_key(), R"(,"kid":"x","jku":"https://evil.example/")"), kClaims)), "ok");
}

TEST(DpopProof, WeakKeys) {
  const auto document = parse_vector("keys/weak_rsa.json");
  for (const json::Value item : document.root().find("cases")->elements()) {
    const std::string jwk = json::to_compact(*item.find("jwk"));
    const auto parsed = json::Document::parse(jwk).value();
    if (parsed.root().find("d")) continue;
    const std::string header = joined({R"({"typ":"dpop+jwt","alg":"RS256","jwk":)", jwk, "}"});
    EXPECT_EQ(verdict(sign_proof(header, kClaims)), joined({*item.find("expected")->string(), " step 6"}));
  }
}

TEST(DpopProof, SignatureCoversEverything) {
  const std::string proof = proof_of(kClaims);
  const std::size_t first = proof.find('.');
  const std::size_t second = proof.rfind('.');
  const std::string other =
      base64url::encode(as_bytes(R"({"jti":"2","htm":"POST","htu":"https://as.example/token","iat":1800000000})"));
  EXPECT_EQ(verdict(joined({proof.substr(0, first + 1), other, proof.substr(second)})), "bad_signature step 6");
  const std::string header = base64url::encode(as_bytes(header_of(client_key(), R"(,"x":1)")));
  EXPECT_EQ(verdict(header + proof.substr(first)), "bad_signature step 6");
  EXPECT_EQ(verdict(proof.substr(0, second + 1) + std::string(8192, 'A')), "bad_signature step 6");
  // Nothing of the payload is told before the signature has held.
  EXPECT_EQ(verdict(joined({proof.substr(0, first + 1), "!", proof.substr(second)})), "bad_signature step 6");
}

TEST(DpopProof, Claims) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"[]", "claim_type(payload) step 3"},
      {"{", "malformed_json(payload) step 2"},
      {R"({"htm":"POST","htu":"https://as.example/token","iat":1800000000})", "claim_missing(jti) step 3"},
      {R"({"jti":"1","htu":"https://as.example/token","iat":1800000000})", "claim_missing(htm) step 3"},
      {R"({"jti":"1","htm":"POST","iat":1800000000})", "claim_missing(htu) step 3"},
      {R"({"jti":"1","htm":"POST","htu":"https://as.example/token"})", "claim_missing(iat) step 3"},
      {R"({"jti":"","htm":"POST","htu":"https://as.example/token","iat":1800000000})", "claim_rule(jti) step 3"},
      {R"({"jti":1,"htm":"POST","htu":"https://as.example/token","iat":1800000000})", "claim_type(jti) step 3"},
      {R"({"jti":"1","htm":["POST"],"htu":"https://as.example/token","iat":1800000000})", "claim_type(htm) step 3"},
      {R"({"jti":"1","htm":"POST","htu":{},"iat":1800000000})", "claim_type(htu) step 3"},
      {R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":"1800000000"})", "claim_type(iat) step 3"},
      {R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":-1})", "claim_type(iat) step 3"},
      {R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":1800000000,"ath":1})",
       "claim_type(ath) step 3"},
      {R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":1800000000,"nonce":1})",
       "claim_type(nonce) step 3"},
      {R"({"jti":"1","jti":"2","htm":"POST","htu":"https://as.example/token","iat":1800000000})",
       "duplicate_name(jti) step 2"},
      {R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":1800000000.5,"more":[1]})", "ok"},
  };
  for (const auto& [claims, expected] : cases) EXPECT_EQ(with_claims(claims), expected) << claims;
}

TEST(DpopProof, ClaimsOfExtensionsAreThere) {
  auto proof = open_verifier().verify(
      proof_of(R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":1800000000,"more":[1]})"), request(),
      kNow);
  ASSERT_TRUE(proof) << outcome_at(proof);
  const dpop::Proof moved = *std::move(proof);  // keeps what the views look at
  EXPECT_EQ(moved.claims().at("/more/0")->integer(), 1);
}

TEST(DpopPolicy, DecidesByName) {
  const auto said = [](const dpop::Policy& policy) { return outcome(dpop::Verifier::build(policy)); };
  const auto store = std::shared_ptr<ReplayStore>();
  EXPECT_EQ(said(dpop::Policy()), "policy_incomplete(replay)");
  EXPECT_EQ(said(dpop::Policy().replay_store(store)), "policy_incomplete(replay)");
  EXPECT_EQ(said(open_policy()), "ok");
  EXPECT_EQ(said(open_policy().replay_store(store)), "policy_incomplete(replay)");
  EXPECT_EQ(said(open_policy().algorithms({})), "policy_incomplete(alg)");
  EXPECT_EQ(said(open_policy().algorithms(AlgorithmSet())), "policy_incomplete(alg)");
  EXPECT_EQ(said(open_policy().algorithms({"ES256", "none"})), "alg_unknown(none)");
  EXPECT_EQ(said(open_policy().algorithms({"ES256", "HS256"})), "symmetric_key(HS256)");
  EXPECT_EQ(said(open_policy().max_age(dpop::kMaxMaxAge).skew(dpop::kMaxSkew)), "ok");
  EXPECT_EQ(said(open_policy().max_age(dpop::kMaxMaxAge + Duration(1))), "limit_exceeded(max_age)");
  EXPECT_EQ(said(open_policy().max_age(Duration(0))), "limit_exceeded(max_age)");
  EXPECT_EQ(said(open_policy().skew(dpop::kMaxSkew + Duration(1))), "limit_exceeded(skew)");
  EXPECT_EQ(said(open_policy().skew(Duration(-1))), "limit_exceeded(skew)");
  EXPECT_EQ(said(open_policy().skew(Duration(0))), "ok");
  EXPECT_EQ(said(open_policy().max_size(dpop::kMaxProof + 1)), "limit_exceeded(max_size)");
}

TEST(DpopPolicy, Size) {
  const std::string proof = proof_of(kClaims);
  const auto small = verifier_of(open_policy().max_size(proof.size() - 1));
  EXPECT_EQ(outcome_at(small.verify(proof, request(), kNow)), "limit_exceeded(token) step 2");
  EXPECT_EQ(outcome_at(verifier_of(open_policy().max_size(proof.size())).verify(proof, request(), kNow)), "ok");
}

}  // namespace
}  // namespace signet::test
