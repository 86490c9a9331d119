// Attacks on DPoP proofs: row 59, and what row 11 asks of the one place that takes a key from a header.
#include <string>
#include <utility>
#include <vector>

#include "dpop_target.h"
#include "target.h"

namespace signet::test {
namespace {

std::string claims_of(std::string_view htm, std::string_view htu, std::string_view rest = R"("iat":1800000000)") {
  return joined({R"({"jti":"j-1","htm":")", htm, R"(","htu":")", htu, "\",", rest, "}"});
}

TEST(Attack11, AProofsKeyIsItsOwnAndPublic) {
  for (const auto* asked : proof_rows()) {
    const std::string name = name_of(*asked);
    const std::string good = proof_jwk(*asked);
    const auto held = signer_for(*asked);
    const Signer& signer = *held;
    accept_proof(proof_for(*asked), {});
    const std::string whole(as_text(key_for(*asked).to_private_jwk()->expose()));
    refuse_proof(*asked, forge(proof_header(name, whole), kProofClaims, signer), {}, "private_key(jwk)");
    const std::string_view member = describe(*asked).kty == "AKP" ? "priv" : "d";
    for (const std::string_view value : {R"("")", R"("AA")", "null", "1", "{}"}) {
      const std::string jwk = joined({good.substr(0, good.size() - 1), ",\"", member, "\":", value, "}"});
      refuse_proof(*asked, forge(proof_header(name, jwk), kProofClaims, signer), {}, "private_key(jwk)");
    }
    // No other parameter names a key, and no set or policy lends one.
    const std::string without = joined({R"({"typ":"dpop+jwt","alg":")", name, "\""});
    for (const std::string_view more : {"", R"(,"kid":"k")", R"(,"jku":"https://as.example/jwks")",
                                        R"(,"x5u":"https://as.example/x")", R"(,"key":{})"})
      refuse_proof(*asked, forge(joined({without, more, "}"}), kProofClaims, signer), {}, "header_parameter(jwk)");
    for (const std::string_view jwk : {"null", "\"\"", "[]", "1", "true"})
      refuse_proof(*asked, forge(proof_header(name, jwk), kProofClaims, signer), {}, "header_parameter(jwk)");
    for (const std::string_view jwk : {"{}", R"({"kty":"x"})", R"({"kty":["EC"]})"})
      refuse_proof(*asked, forge(proof_header(name, jwk), kProofClaims, signer), {},
                   "malformed_key(kty)|key_unsupported(kty)");
  }
}

TEST(Attack59, SeveralProofsInOneRequest) {
  const auto verifier = dpop::Verifier::build(dpop::Policy().any_replay()).value();
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    const auto refuse_fields = [&](std::vector<std::string_view> fields) {
      refuse_result(Form::proof, name_of(*asked),
                    outcome(verifier.verify_fields(fields, DpopRequest().to_request(), kNow)), "malformed_token(DPoP)");
    };
    refuse_fields({proof, proof});
    refuse_fields({proof, ""});
    refuse_fields({"", proof});
    refuse_fields({proof, proof, proof});
    refuse_fields({});
    for (const std::string_view between : {",", ", ", " ", "\n", "\r\n", ";"})
      refuse_proof(*asked, joined({proof, between, proof}), {}, "malformed_token(segments)|limit_exceeded(token)");
    for (const std::string& odd :
         {proof + ",", proof + " ", "DPoP " + proof, " " + proof, proof + "=", "\"" + proof + "\""})
      // A signature that is longer than any is a wrong one, whatever its characters are.
      refuse_proof(*asked, odd, {}, "malformed_token(header)|malformed_token(signature)|bad_signature");
  }
}

TEST(Attack59, TokensOfAnotherKind) {
  for (const auto* asked : proof_rows()) {
    const std::string good = proof_header(name_of(*asked), proof_jwk(*asked));
    for (const std::string_view typ :
         {"JWT", "at+jwt", "jwt", "dpop", "dpop+jwt2", "dpop+jwt ", " dpop+jwt", "x/dpop+jwt", "application/", ""}) {
      std::string header = good;
      header.replace(header.find("dpop+jwt"), 8, typ);
      refuse_proof(*asked, forge(header, kProofClaims, *signer_for(*asked)), {}, "typ_mismatch(typ)");
    }
    refuse_proof(*asked, forge("{" + good.substr(good.find("\"alg\"")), kProofClaims, *signer_for(*asked)), {},
                 "typ_mismatch(typ)");
    refuse_proof(*asked, good_token(*asked), {}, "typ_mismatch(typ)");
  }
}

// A MAC with what everybody can know as its key, and nothing at all.
TEST(Attack59, AlgorithmsThatProveNothing) {
  for (const auto* asked : proof_rows()) {
    const std::string jwk = proof_jwk(*asked);
    const std::string input = joined({b64(proof_header("none", jwk)), ".", b64(kProofClaims)});
    refuse_proof(*asked, input + ".", {}, "malformed_token(signature)");
    for (const std::string_view none : {"none", "None", "NONE", "", "null"})
      refuse_proof(*asked, forge(proof_header(none, jwk), kProofClaims, *signer_for(*asked)), {},
                   "alg_not_allowed(alg)");
    for (const std::string_view mac : {"HS256", "HS384", "HS512"}) {
      const auto signer = signer_for(row(mac));
      const std::string oct(as_text(key_for(row(mac)).to_private_jwk()->expose()));
      refuse_proof(*asked, forge(proof_header(mac, jwk), kProofClaims, *signer), {}, "alg_not_allowed(alg)");
      refuse_proof(*asked, forge(proof_header(mac, oct), kProofClaims, *signer), {}, "alg_not_allowed(alg)");
      refuse_proof(*asked, forge(proof_header(name_of(*asked), oct), kProofClaims, *signer), {}, "private_key(jwk)");
    }
  }
}

TEST(Attack59, AlgorithmsOfAnotherKey) {
  for (const auto* asked : proof_rows()) {
    for (const auto* other : proof_rows()) {
      const std::string kty(describe(*other).kty);
      if (kty == describe(*asked).kty && (kty == "RSA" || kty == "OKP")) continue;
      if (asked == other) continue;
      refuse_proof(row(label_of(*asked, *other)),
                   forge(proof_header(name_of(*asked), proof_jwk(*other)), kProofClaims, *signer_for(*other)), {},
                   "key_mismatch(kty)|key_mismatch(crv)|key_mismatch(alg)");
    }
  }
}

TEST(Attack59, SignaturesOfAnotherKeyOrText) {
  for (const auto* asked : proof_rows()) {
    const Parts parts = split(proof_for(*asked));
    const Key evil = Key::generate({.alg = name_of(*asked)}).value();
    const auto signer = evil.signer(*asked).value();
    refuse_proof(*asked, forge(proof_header(name_of(*asked), proof_jwk(*asked)), kProofClaims, *signer), {},
                 "bad_signature");
    for (const std::string_view claims :
         {claims_of("GET", "https://as.example/token"), claims_of("POST", "https://x.example")})
      refuse_proof(*asked, joined({parts.header, ".", b64(claims), ".", parts.signature}), {}, "bad_signature");
    refuse_proof(*asked,
                 joined({b64(proof_header(name_of(*asked), proof_jwk(*asked), R"(,"x":1)")), ".", parts.payload, ".",
                         parts.signature}),
                 {}, "bad_signature");
    refuse_proof(*asked, joined({parts.header, ".", parts.payload, "."}), {}, "malformed_token(signature)");
    refuse_proof(*asked, joined({parts.header, ".", parts.payload, ".", std::string(8000, 'A')}), {}, "bad_signature");
  }
}

TEST(Attack59, Methods) {
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    for (const std::string_view method :
         {"GET", "PUT", "post", "Post", "POST ", " POST", "POSTS", "POS", "", "P%4FST", "POST\n", "HEAD,POST"})
      refuse_proof(*asked, proof, {.method = std::string(method)}, "claim_mismatch(htm)");
  }
}

TEST(Attack59, UrlsThatAreNotTheOne) {
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    for (const std::string_view url : {"https://as.example/token/",
                                       "https://as.example/Token",
                                       "https://as.example/tokens",
                                       "https://as.example/toke",
                                       "https://as.example//token",
                                       "https://as.example/token/..",
                                       "https://as.example/token%2F",
                                       "https://as.example/token%00",
                                       "https://as.example/token;x",
                                       "https://as.example/%74%6f%6b%65%6",
                                       "https://as.example",
                                       "http://as.example/token",
                                       "https://as.example:80/token",
                                       "https://as.example:4433/token",
                                       "https://as.example./token",
                                       "https://as.example.evil.example/token",
                                       "https://evil.example/token",
                                       "https://as.example%2eevil.example/token",
                                       "https://evil.example/https://as.example/token",
                                       "https://as.example@evil.example/token",
                                       "https://evil.example/?https://as.example/token",
                                       "https://evil.example#https://as.example/token",
                                       "https:as.example/token",
                                       "https:/as.example/token",
                                       "//as.example/token",
                                       "/token",
                                       "token",
                                       "",
                                       "*",
                                       "https://",
                                       "javascript:https://as.example/token",
                                       "https://as.example\\token",
                                       "https://as.example/tok\ten",
                                       " https://as.example/token",
                                       "https://as.example/token ",
                                       "https://as.example/token\r\n",
                                       "https://\xc3\xa4s.example/token",
                                       "https://[::1]/token"})
      refuse_proof(*asked, proof, {.url = std::string(url)}, "claim_mismatch(htu)");
  }
}

TEST(Attack59, ProofsForNoUrl) {
  for (const auto* asked : proof_rows()) {
    for (const std::string_view htu :
         {"", "*", "/token", "as.example/token", "//as.example/token", "https:///token", "https://u:p@as.example/token",
          "urn:ietf:params:oauth:token", "https://as.example/a b", "https://as.example/%", "file:///token",
          "https://:443/"})
      refuse_proof(*asked, proof_for(*asked, claims_of("POST", htu)), {.url = std::string(htu)}, "claim_rule(htu)");
  }
}

TEST(Attack59, ClaimsThatAreMissingOrOfAnotherType) {
  for (const auto* asked : proof_rows()) {
    for (const std::string_view name : {"jti", "htm", "htu", "iat"}) {
      const std::string member = joined({"\"", name, "\":"});
      std::string renamed(kProofClaims);
      renamed.replace(renamed.find(member), member.size(), "\"x\":");
      refuse_proof(*asked, proof_for(*asked, renamed), {}, joined({"claim_missing(", name, ")"}));
      for (const std::string_view value : {"null", "[]", "{}", "true", R"(["POST"])"}) {
        const std::string claims = joined({renamed.substr(0, renamed.size() - 1), ",", member, value, "}"});
        refuse_proof(*asked, proof_for(*asked, claims), {}, joined({"claim_type(", name, ")"}));
      }
    }
    std::string twice(kProofClaims);
    twice.insert(1, R"("htu":"https://evil.example/",)");
    refuse_proof(*asked, proof_for(*asked, twice), {}, "duplicate_name(htu)");
    refuse_proof(*asked,
                 proof_for(*asked, R"({"jti":"","htm":"POST","htu":"https://as.example/token","iat":1800000000})"), {},
                 "claim_rule(jti)");
  }
}

TEST(Attack59, Times) {
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    for (const int late : {71, 90, 600, 86'400})
      refuse_proof(*asked, proof, {.now = kNow + std::chrono::seconds(late)}, "token_expired(iat)");
    for (const int early : {11, 60, 600, 86'400})
      refuse_proof(*asked, proof, {.now = kNow - std::chrono::seconds(early)}, "token_not_yet_valid(iat)");
    for (const std::string_view iat : {"0", "-0", "1e-3", "1799999929.999999"})
      refuse_proof(*asked, proof_for(*asked, claims_of("POST", "https://as.example/token", joined({"\"iat\":", iat}))),
                   {}, "token_expired(iat)");
    for (const std::string_view iat : {"1800000010.000001", "1e12", "9223372036854", "18e8000", "-1", "1e400"})
      refuse_proof(*asked, proof_for(*asked, claims_of("POST", "https://as.example/token", joined({"\"iat\":", iat}))),
                   {}, "token_not_yet_valid(iat)|claim_type(iat)");
    refuse_proof(*asked,
                 proof_for(*asked, claims_of("POST", "https://as.example/token", R"("iat":1800000000,"exp":1)")), {},
                 "token_expired(exp)");
    refuse_proof(
        *asked,
        proof_for(*asked, claims_of("POST", "https://as.example/token", R"("iat":1800000000,"nbf":1900000000)")), {},
        "token_not_yet_valid(nbf)");
  }
}

TEST(Attack59, NoncesThatAreMissingOrStale) {
  for (const auto* asked : proof_rows()) {
    const auto with = [&](std::string_view nonce) {
      return proof_for(*asked,
                       claims_of("POST", "https://as.example/token", joined({R"("iat":1800000000,"nonce":)", nonce})));
    };
    accept_proof(with(R"("n-2")"), {.nonce = "n-2"});
    refuse_proof(*asked, proof_for(*asked), {.nonce = "n-2"}, "nonce_required(nonce)");
    for (const std::string_view stale :
         {R"("n-1")", R"("N-2")", R"("n-2 ")", R"("n-20")", R"("n-")", R"("")", R"("n-2\u0000")"})
      refuse_proof(*asked, with(stale), {.nonce = "n-2"}, "claim_mismatch(nonce)");
    for (const std::string_view type : {"null", "2", R"(["n-2"])", "{}"})
      refuse_proof(*asked, with(type), {.nonce = "n-2"}, "claim_type(nonce)");
  }
}

TEST(Attack59, AccessTokensThatAreNotTheOne) {
  constexpr std::string_view kToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
  constexpr std::string_view kHash = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";
  const std::string hex = "7d41f23b6af66770d9e7712c36b5816f4c565e868dcb9f4888a080aa4b26404a";
  for (const auto* asked : proof_rows()) {
    const auto with = [&](std::string_view ath) {
      return proof_for(
          *asked, claims_of("POST", "https://as.example/token", joined({R"("iat":1800000000,"ath":")", ath, "\""})));
    };
    const std::string token(kToken);
    accept_proof(with(kHash), {.access_token = token});
    refuse_proof(*asked, proof_for(*asked), {.access_token = token}, "claim_missing(ath)");
    for (const std::string& ath :
         {std::string(), std::string(kHash) + "=", std::string(kHash.substr(1)), hex, std::string(kToken),
          std::string("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEp"), b64(hex), "f" + std::string(kHash)})
      refuse_proof(*asked, with(ath), {.access_token = token}, "claim_mismatch(ath)");
    for (const std::string& other : {std::string(), token + "V", token.substr(1), "Bearer " + token, token + "\n"})
      refuse_proof(*asked, with(kHash), {.access_token = other}, "claim_mismatch(ath)");
  }
}

TEST(Attack59, KeysThatTheTokenIsNotBoundTo) {
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    const std::string jkt = key_for(*asked).thumbprint();
    accept_proof(proof, {.jkt = jkt});
    for (const std::string& other :
         {std::string(), jkt + "=", jkt.substr(1), jkt + "A", key_for(*asked).thumbprint_uri(),
          key_for(*asked).spki_thumbprint().value(), std::string("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")})
      refuse_proof(*asked, proof, {.jkt = other}, "key_mismatch(jkt)");
  }
}

TEST(Attack59, ProofsThatAreTooLarge) {
  for (const auto* asked : proof_rows()) {
    const std::string huge(dpop::kMaxProof, 'a');
    refuse_proof(*asked, huge + "a", {}, "limit_exceeded(token)");
    refuse_proof(*asked, std::string(1u << 20, '.'), {}, "limit_exceeded(token)");
    refuse_proof(*asked, huge, {}, "malformed_token(segments)");
    for (const std::string_view claim : {"jti", "x"})
      refuse_proof(*asked, proof_for(*asked, joined({"{\"", claim, "\":\"", huge, "\"}"})), {},
                   "limit_exceeded(token)");
    refuse_proof(*asked, proof_for(*asked), {.url = joined({"https://as.example/", std::string(1u << 20, '/'), ".."})},
                 "claim_mismatch(htu)");
  }
}

// A policy that would take such proofs is not built.
TEST(Attack59, PoliciesThatProveNothing) {
  const auto refuse_policy = [](const dpop::Policy& policy, std::string_view expected) {
    refuse_result(Form::policy, "", outcome(dpop::Verifier::build(policy)), expected);
  };
  const auto open = [] { return dpop::Policy().any_replay(); };
  refuse_policy(dpop::Policy(), "policy_incomplete(replay)");
  refuse_policy(dpop::Policy().replay_store(nullptr), "policy_incomplete(replay)");
  refuse_policy(open().algorithms({}), "policy_incomplete(alg)");
  for (const std::string_view mac : {"HS256", "HS384", "HS512"})
    refuse_policy(open().algorithms({"ES256", mac}), joined({"symmetric_key(", mac, ")"}));
  for (const std::string_view none : {"none", "None", "ECDH-ES", "dir", ""})
    refuse_policy(open().algorithms({none}), joined({"alg_unknown(", none, ")"}) + "|alg_unknown");
  refuse_policy(open().max_age(std::chrono::hours(1)), "limit_exceeded(max_age)");
  refuse_policy(open().max_age(Duration::max()), "limit_exceeded(max_age)");
  refuse_policy(open().skew(std::chrono::minutes(2)), "limit_exceeded(skew)");
  refuse_policy(open().skew(Duration::min()), "limit_exceeded(skew)");
  // Whoever presents an access token says which key it is bound to, or that this is compared elsewhere.
  const auto verifier = dpop::Verifier::build(open()).value();
  refuse_result(
      Form::policy, "",
      outcome(verifier.verify(proof_for(row("ES256")),
                              {.method = "POST", .url = "https://as.example/token", .access_token = "t"}, kNow)),
      "policy_incomplete(jkt)");
}

}  // namespace
}  // namespace signet::test
