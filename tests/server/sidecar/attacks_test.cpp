// Attacks over HTTP, through every dialect: b64 in JWTs (row 35), and DPoP (row 59). Each stands beside a good request
// that is granted.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "server/sidecar/attack_fixture.h"
#include "support.h"

namespace signet::server::test {
namespace {

using signet::test::joined;
using signet::test::name_of;
using signet::test::row;

class Attack35 : public AttackTest {};
class Attack59 : public AttackTest {};

std::string seconds_text(int from_now) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(wall_now()).time_since_epoch().count() + from_now);
}

TEST_F(Attack35, UnencodedPayloadIsNothingForAJwt) {
  start();
  const std::string header = R"({"alg":"ES256","typ":"JWT","kid":"one"})";
  const std::string payload = joined(
      {R"({"iss":"https://as.example","aud":"orders","sub":"joe","scope":"read","exp":)", seconds_text(300), "}"});
  const auto signer = issuer_key().signer().value();
  for (const Proxy& proxy : proxies())
    EXPECT_EQ(say(proxy, bearer(signet::test::forge(header, payload, *signer))), "200") << proxy.name;
  for (const auto& [token, expected, note] : signet::test::unencoded_tokens(header, payload, *signer)) {
    // What JSON writes plainly is no token for HTTP.
    refuse(bearer(token), joined({expected, "|malformed_request(Authorization)"}));
    const net::test::Answer told = ask("/verify/introspect", "Content-Type: application/x-www-form-urlencoded\r\n",
                                       "POST", joined({"token=", token}));
    EXPECT_EQ(told.body, R"({"active":false})") << token;
  }
}

// Detached, in JSON, and with b64 where it is not protected.
TEST_F(Attack35, OtherFormsOfUnencodedPayload) {
  start();
  const auto signer = issuer_key().signer().value();
  const std::string header = signet::test::b64(R"({"alg":"ES256","kid":"one","b64":false,"crit":["b64"]})");
  const auto parts = signet::test::split(signet::test::sign_segments(header, "$.02", *signer));
  refuse(bearer(joined({parts.header, "..", parts.signature})), "malformed_token(payload)|malformed_token(segments)");
  refuse(bearer(joined({R"({"payload":"$.02","protected":")", header, R"(","signature":")", parts.signature, "\"}"})),
         "malformed_request(Authorization)");
  refuse(bearer(joined({header, ".$.02.", parts.signature})), "malformed_request(Authorization)");
}

TEST_F(Attack59, AlgorithmsThatThePolicyDoesNotName) {
  start();
  for (const auto* asked : signet::test::proof_rows()) {
    const std::string token = token_for(*asked);
    for (const Proxy& proxy : proxies())
      EXPECT_EQ(say(proxy, presented(token, draft_for(token, *asked).proof())), "200") << name_of(*asked);
  }
  policy_.dpop->algorithms = {"ES256"};
  ASSERT_TRUE(sidecar_->reload(config_));
  for (const auto* asked : signet::test::proof_rows()) {
    if (asked == &row("ES256")) continue;
    const std::string token = token_for(*asked);
    refuse(presented(token, draft_for(token, *asked).proof()), "alg_not_allowed(alg)");
  }
}

TEST_F(Attack59, SeveralProofsInOneRequest) {
  start();
  const auto proof = [&] { return draft().proof(); };
  const auto with = [&](const std::vector<std::string>& all) {
    std::string fields = joined({"Authorization: DPoP ", token_, "\r\n"});
    for (const std::string& one : all) fields += joined({"DPoP: ", one, "\r\n"});
    return fields;
  };
  const std::string once = proof();
  for (const auto& all : {std::vector<std::string>{once, once},
                          {proof(), proof()},
                          {proof(), ""},
                          {"", proof()},
                          {proof(), proof(), proof()},
                          {}})
    refuse(with(all), "malformed_token(DPoP)");
  for (const std::string_view between : {",", ", ", " ", ";"})
    refuse(with({joined({proof(), between, proof()})}), "malformed_token(segments)|limit_exceeded(token)");
  for (const std::string& odd : {proof() + ",", "DPoP " + proof(), proof() + "=", "\"" + proof() + "\""})
    refuse(with({odd}), "malformed_token(header)|malformed_token(signature)|bad_signature");
  // A line end in a value is no HTTP any more.
  for (const std::string_view between : {"\n", "\r\n", "\r", "\r\n "})
    refuse(with({joined({proof(), between, proof()})}), "-");
}

TEST_F(Attack59, KeysOfProofs) {
  start();
  refuse_proofs(signet::test::proofs_with_odd_keys(draft()));
  refuse_proofs(signet::test::proofs_by_another_type(draft()));
  refuse_proofs(signet::test::proofs_with_odd_signatures(draft()));
}

TEST_F(Attack59, TypesAndAlgorithms) {
  start();
  refuse_proofs(signet::test::proofs_of_another_typ(draft()));
  refuse_proofs(signet::test::proofs_that_prove_nothing(draft()));
  refuse(with_proof(token_), "typ_mismatch(typ)");
}

TEST_F(Attack59, Methods) {
  start();
  for (const std::string_view method : signet::test::other_methods()) {
    refuse(with_proof(draft().with_htm(method).proof()), "claim_mismatch(htm)|claim_rule(htm)");
    // As a proxy tells it: white space around it is none of it, and what else is no token is no method.
    if (method.empty() || method.find_first_of(" \n,") != std::string_view::npos) continue;
    refuse(good_fields(), "claim_mismatch(htm)", {.method = std::string(method)});
  }
}

TEST_F(Attack59, Urls) {
  start();
  for (const std::string_view url : signet::test::other_urls())
    refuse(with_proof(draft().with_htu(url).proof()), "claim_mismatch(htu)|claim_rule(htu)");
  refuse_proofs(signet::test::proofs_for_no_url(draft()));
  for (const std::string_view target : {"/token/", "/Token", "/tokens", "/toke", "//token", "/token%2F", "/token%00",
                                        "/token;x", "/", "/https://as.example/token", "/?https://as.example/token"})
    refuse(good_fields(), "claim_mismatch(htu)", {.target = std::string(target)});
  for (const Proxy& proxy : proxies())  // Envoy sends no dots
    EXPECT_EQ(say(proxy, good_fields(), {.target = "/token/.."}),
              proxy.name == "envoy" ? "400" : "401 claim_mismatch(htu)");
}

// Equivalent spellings, a query and a fragment are the same URL (RFC 9449 section 4.3).
TEST_F(Attack59, UrlsThatAreTheOne) {
  start();
  for (const Proxy& proxy : proxies()) {
    for (const std::string_view htu : {"HTTPS://AS.EXAMPLE:443/token", "https://as.example/./%74oken",
                                       "https://as.example/token?a=b", "https://as.example/token#c"})
      EXPECT_EQ(say(proxy, with_proof(draft().with_htu(htu).proof())), "200") << proxy.name << ' ' << htu;
    for (const std::string_view target : {"/%74oken", "/token?a=b"})
      EXPECT_EQ(say(proxy, good_fields(), {.target = std::string(target)}), "200") << proxy.name << target;
    for (const std::string_view target : {"/./token", "/x/../token"})
      EXPECT_EQ(say(proxy, good_fields(), {.target = std::string(target)}), proxy.name == "envoy" ? "400" : "200");
  }
}

TEST_F(Attack59, Claims) {
  start();
  refuse_proofs(signet::test::proofs_with_odd_claims(draft()));
  refuse_proofs(signet::test::proofs_that_are_too_large(draft()));
}

TEST_F(Attack59, Times) {
  start();
  refuse_proofs(signet::test::proofs_of_other_times(draft()));
  for (const int late : {75, 600, 86'400})
    refuse(with_proof(draft().with_iat(seconds_text(-late)).proof()), "token_expired(iat)");
  for (const int early : {100, 600, 86'400})
    refuse(with_proof(draft().with_iat(seconds_text(early)).proof()), "token_not_yet_valid(iat)");
}

TEST_F(Attack59, HashesOfTheAccessToken) {
  start();
  ProofDraft bare = draft();
  bare.more.clear();
  refuse_proofs(signet::test::proofs_with_odd_hashes(bare, token_, hash_of(token_)));
  // A good proof with another token, of the same client.
  refuse(presented(token_for(row("ES256")), draft().proof()), "claim_mismatch(ath)");
}

TEST_F(Attack59, KeysThatTheTokenIsNotBoundTo) {
  start();
  refuse(with_proof(draft_for(token_, row("ES384")).proof()), "key_mismatch(jkt)");
  const std::string jkt = signet::test::key_for(row("ES256")).thumbprint();
  const std::string uri = signet::test::key_for(row("ES256")).thumbprint_uri();
  for (const std::string& other : {std::string(), jkt + "=", jkt.substr(1), jkt + "A", uri}) {
    // Some of these are not even built; what is said is that of the token then.
    const std::string token =
        signet::test::forge(R"({"alg":"ES256","typ":"JWT","kid":"one"})",
                            joined({R"({"iss":"https://as.example","aud":"orders","scope":"read","exp":)",
                                    seconds_text(300), R"(,"cnf":{"jkt":")", other, R"("}})"}),
                            *issuer_key().signer().value());
    refuse(presented(token, draft_for(token, row("ES256")).proof()),
           "key_mismatch(jkt)|claim_rule(jkt)|claim_rule(cnf)");
  }
}

// A bound token as a bearer token, an unbound one with a proof, and a token without its proof.
TEST_F(Attack59, SchemesThatAreNotTheOne) {
  start();
  refuse(bearer(token_), "not_confirmable(jkt)");
  refuse(joined({bearer(token_), "DPoP: ", draft().proof(), "\r\n"}), "not_confirmable(jkt)");
  const std::string unbound = token_with();
  refuse(presented(unbound, draft_for(unbound, row("ES256")).proof()), "not_confirmable(jkt)");
  refuse(joined({"Authorization: DPoP ", token_, "\r\n"}), "malformed_token(DPoP)");
  const std::string twice = good_fields();
  refuse(joined({twice, bearer(unbound)}), "malformed_request(Authorization)");
  refuse(joined({bearer(unbound), twice}), "malformed_request(Authorization)");
}

TEST_F(Attack59, Nonces) {
  start();
  const std::string before = good_fields();
  // A good request without a nonce is good here: it has to be refused for its nonce alone below.
  for (const Proxy& proxy : proxies()) EXPECT_EQ(say(proxy, good_fields()), "200");
  policy_.dpop->nonces = true;
  ASSERT_TRUE(sidecar_->reload(config_));
  const std::string nonce = field_of(ask("/verify/traefik", before), "DPoP-Nonce");
  ASSERT_NE(nonce, "");
  const auto with_nonce = [&](const std::string& text) {
    return draft().with_more(joined({R"(,"nonce":")", text, "\""}));
  };
  for (const Proxy& proxy : proxies()) {
    EXPECT_EQ(say(proxy, with_proof(with_nonce(nonce).proof())), "200") << proxy.name;
    EXPECT_EQ(say(proxy, before), "401 nonce_required(nonce)") << proxy.name;
    for (const auto& [proof, expected, note] : signet::test::proofs_with_odd_nonces(draft()))
      EXPECT_EQ(say(proxy, with_proof(proof)), joined({"401 ", expected})) << proxy.name;
    for (const std::string& odd : {nonce + "A", nonce.substr(1), "A" + nonce, nonce + " "})
      EXPECT_EQ(say(proxy, with_proof(with_nonce(odd).proof())), "401 claim_mismatch(nonce)") << proxy.name;
  }
}

TEST_F(Attack59, ProofsOfOtherPolicies) {
  config_.policies.push_back(policy_);
  config_.policies.back().name = "other";
  config_.policies.back().origin = "https://other.example";
  start();
  const Told here{.query = "policy=orders"};
  const Told there{.query = "policy=other"};
  for (const Proxy& proxy : proxies()) {
    EXPECT_EQ(say(proxy, good_fields(), here), "200") << proxy.name;
    EXPECT_EQ(say(proxy, good_fields(), there), "401 claim_mismatch(htu)") << proxy.name;
    const std::string elsewhere = with_proof(draft().with_htu("https://other.example/token").proof());
    EXPECT_EQ(say(proxy, elsewhere, there), "200") << proxy.name;
    EXPECT_EQ(say(proxy, elsewhere, here), "401 claim_mismatch(htu)") << proxy.name;
  }
}

}  // namespace
}  // namespace signet::server::test
