// Attacks on DPoP proofs: row 59, and what row 11 asks of the one place that takes a key from a header.
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "dpop_target.h"
#include "target.h"

namespace signet::test {
namespace {

/// Each is refused for what is wrong with it.
void refuse_all(const SignatureAlgorithm& row, const std::vector<Hostile>& all, const DpopRequest& request = {},
                const std::source_location& where = std::source_location::current()) {
  for (const Hostile& one : all) refuse_proof(row, one.text, request, one.expected, where);
}

TEST(Attack11, AProofsKeyIsItsOwnAndPublic) {
  for (const auto* asked : proof_rows()) {
    accept_proof(proof_for(*asked), {});
    refuse_all(*asked, proofs_with_odd_keys({.row = asked}));
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
  for (const auto* asked : proof_rows()) refuse_all(*asked, proofs_of_another_typ({.row = asked}));
}

// A MAC with what everybody can know as its key, and nothing at all.
TEST(Attack59, AlgorithmsThatProveNothing) {
  for (const auto* asked : proof_rows()) refuse_all(*asked, proofs_that_prove_nothing({.row = asked}));
}

TEST(Attack59, AlgorithmsOfAnotherKey) {
  for (const auto* asked : proof_rows())
    for (const auto& [proof, expected, label] : proofs_by_another_type({.row = asked}))
      refuse_proof(row(label), proof, {}, expected);
}

TEST(Attack59, SignaturesOfAnotherKeyOrText) {
  for (const auto* asked : proof_rows()) refuse_all(*asked, proofs_with_odd_signatures({.row = asked}));
}

TEST(Attack59, Methods) {
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    for (const std::string_view method : other_methods())
      refuse_proof(*asked, proof, {.method = std::string(method)}, "claim_mismatch(htm)");
  }
}

TEST(Attack59, UrlsThatAreNotTheOne) {
  for (const auto* asked : proof_rows()) {
    const std::string proof = proof_for(*asked);
    for (const std::string_view url : other_urls())
      refuse_proof(*asked, proof, {.url = std::string(url)}, "claim_mismatch(htu)");
  }
}

TEST(Attack59, ProofsForNoUrl) {
  for (const auto* asked : proof_rows())
    for (const auto& [proof, expected, htu] : proofs_for_no_url({.row = asked}))
      refuse_proof(*asked, proof, {.url = htu}, expected);
}

TEST(Attack59, ClaimsThatAreMissingOrOfAnotherType) {
  for (const auto* asked : proof_rows()) refuse_all(*asked, proofs_with_odd_claims({.row = asked}));
}

TEST(Attack59, Times) {
  for (const auto* asked : proof_rows()) {
    const ProofDraft draft{.row = asked};
    const std::string proof = draft.proof();
    for (const int late : {71, 90, 600, 86'400})
      refuse_proof(*asked, proof, {.now = kNow + std::chrono::seconds(late)}, "token_expired(iat)");
    for (const int early : {11, 60, 600, 86'400})
      refuse_proof(*asked, proof, {.now = kNow - std::chrono::seconds(early)}, "token_not_yet_valid(iat)");
    refuse_all(*asked, proofs_of_other_times(draft));
    refuse_proof(*asked, draft.with_iat("1799999929.999999").proof(), {}, "token_expired(iat)");
    refuse_proof(*asked, draft.with_iat("1800000010.000001").proof(), {}, "token_not_yet_valid(iat)");
  }
}

TEST(Attack59, NoncesThatAreMissingOrStale) {
  for (const auto* asked : proof_rows()) {
    const ProofDraft draft{.row = asked};
    accept_proof(draft.with_more(R"(,"nonce":"n-2")").proof(), {.nonce = "n-2"});
    refuse_all(*asked, proofs_with_odd_nonces(draft), {.nonce = "n-2"});
  }
}

TEST(Attack59, AccessTokensThatAreNotTheOne) {
  const std::string token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
  constexpr std::string_view kHash = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";
  for (const auto* asked : proof_rows()) {
    const ProofDraft draft{.row = asked};
    const std::string good = draft.with_more(joined({R"(,"ath":")", kHash, "\""})).proof();
    accept_proof(good, {.access_token = token});
    refuse_all(*asked, proofs_with_odd_hashes(draft, token, kHash), {.access_token = token});
    for (const std::string& other : {std::string(), token + "V", token.substr(1), "Bearer " + token, token + "\n"})
      refuse_proof(*asked, good, {.access_token = other}, "claim_mismatch(ath)");
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
    refuse_all(*asked, proofs_that_are_too_large({.row = asked}));
    refuse_proof(*asked, std::string(1U << 20, '.'), {}, "limit_exceeded(token)");
    refuse_proof(*asked, proof_for(*asked), {.url = joined({"https://as.example/", std::string(1U << 20, '/'), ".."})},
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
