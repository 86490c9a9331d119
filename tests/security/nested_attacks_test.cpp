// Encrypted tokens where signed ones are wanted: row 41, and row 1 inside an encrypted one.
#include "forms.h"
#include "jwe_target.h"
#include "target.h"

namespace signet::test {
namespace {

jwt::Policy policy_for(std::string_view alg) {
  return jwt::Policy().issuer(kIssuer).audience(kAudience).algorithms({alg}).any_typ();
}

/// One that wants a token that is signed with ES256 and encrypted as the target has it.
jwt::Verifier nested_verifier(const JweTarget& target, std::string_view alg = "ES256") {
  return jwt::Verifier::build(policy_for(alg).encrypted(target.policy), set_for(row(alg)), target.keys).value();
}

std::string verdict_of(const jwt::Verifier& verifier, std::string_view token) {
  jwt::Scratch scratch;
  const std::string said = outcome(verifier.verify(token, kNow));
  EXPECT_EQ(outcome(verifier.verify(token, kNow, scratch)), said);
  const std::vector<Error> failures = verifier.failures(token, kNow);
  EXPECT_EQ(failures.empty() ? "ok" : to_string(failures.front()), said);
  return said;
}

/// The claims, or a token, in a JWE; cty as given.
std::string in_jwe(const JweTarget& target, std::string_view inside, std::string_view more = R"(,"cty":"JWT")") {
  const Forger forger = target.forger();
  return forger.seal(forger.header(more), inside).compact();
}

void refuse_nested(const JweTarget& target, const jwt::Verifier& verifier, std::string_view token,
                   std::string_view expected, const std::source_location& where = std::source_location::current()) {
  refuse_result(Form::compact, target.label, verdict_of(verifier, token), expected, where);
}

// Anybody can encrypt to a public key. Where a signed token is expected, an encrypted one is none.
TEST(Attack41, EncryptedWhereSignedIsWanted) {
  for (const JweTarget& target : every_target()) {
    const JweParts parts = target.forger().seal(target.forger().header(R"(,"typ":"JWT")"), kGoodPayload);
    for (const auto* signature : all_rows()) {
      const Target verifier = Target::of(*signature).labelled(target.label);
      const std::string token = parts.compact();
      refuse_result(Form::compact, target.label, verifier.verdict(token), "malformed_token(segments)");
      refuse_flattened(verifier, parts.flattened(),
                       "malformed_token(protected)|malformed_token(signature)|"
                       "malformed_token(payload)|header_parameter(alg)");
      refuse_general(verifier, parts.general(), jws::SignaturePolicy::any(), "malformed_token(protected)");
    }
    // And a signed token is no encrypted one.
    refuse_jwe_text(target, Form::compact, good_token(row("ES256")), "malformed_token(segments)");
  }
}

// The verifier has the very key that would open it, as one for signatures.
TEST(Attack41, OneKeyForBoth) {
  for (const std::string_view alg : {"dir", "A128KW", "A256KW", "A256GCMKW", "PBES2-HS256+A128KW"}) {
    const JweTarget target = JweTarget::of(alg, "A256GCM");
    const Key bare = target.key.with_info({}).value();
    const auto policy = policy_for("HS256");
    const auto verifier = jwt::Verifier::build(policy, JwkSet::of(std::span(&bare, 1))).value();
    refuse_nested(target, verifier, in_jwe(target, kGoodPayload, ""), "malformed_token(segments)");
    refuse_nested(target, verifier, in_jwe(target, good_token(row("HS256"))), "malformed_token(segments)");
  }
}

TEST(Attack41, ClaimsThatNobodySigned) {
  const auto inner = good_token(row("ES256"));
  for (const JweTarget& target : every_target()) {
    const auto verifier = nested_verifier(target);
    EXPECT_EQ(verdict_of(verifier, in_jwe(target, inner)), "ok");
    EXPECT_EQ(verdict_of(verifier, in_jwe(target, inner, R"(,"cty":"application/jwt")")), "ok");
    refuse_nested(target, verifier, inner, "malformed_token(segments)");  // only signed
    refuse_nested(target, verifier, in_jwe(target, kGoodPayload, ""), "typ_mismatch(cty)");
    refuse_nested(target, verifier, in_jwe(target, kGoodPayload, R"(,"typ":"JWT")"), "typ_mismatch(cty)");
    refuse_nested(target, verifier, in_jwe(target, kGoodPayload), "malformed_token(segments)");
    refuse_nested(target, verifier, in_jwe(target, inner, ""), "typ_mismatch(cty)");
    for (const std::string_view cty : {R"(,"cty":"")", R"(,"cty":"JWE")", R"(,"cty":"json")", R"(,"cty":"JWT ")",
                                       R"(,"cty":"text/jwt")", R"(,"cty":"application/application/jwt")"})
      refuse_nested(target, verifier, in_jwe(target, inner, cty), "typ_mismatch(cty)");
    for (const std::string_view cty : {R"(,"cty":null)", R"(,"cty":["JWT"])", R"(,"cty":true)"})
      refuse_nested(target, verifier, in_jwe(target, inner, cty), "header_parameter(cty)");
    // Nothing is nested deeper.
    refuse_nested(target, verifier, in_jwe(target, in_jwe(target, inner)), "malformed_token(segments)");
    // Signed by somebody else, changed, of another row, empty.
    const Key own = Key::generate({.alg = "ES256"}).value();
    const std::string forged = forge(header_for(row("ES256")), kGoodPayload, *own.signer(row("ES256")).value());
    refuse_nested(target, verifier, in_jwe(target, forged), "bad_signature");
    refuse_nested(target, verifier, in_jwe(target, good_token(row("HS256"))), "alg_not_allowed(alg)");
    Parts changed = split(inner);
    changed.payload = b64(R"({"iss":"https://as.example","aud":"api","sub":"admin","exp":1800000600})");
    refuse_nested(target, verifier, in_jwe(target, changed.joined()), "bad_signature");
    for (const std::string_view inside : {"", ".", "..", "....", "{}", "null"})
      refuse_nested(target, verifier, in_jwe(target, inside), "malformed_token(segments)|malformed_token(header)");
    refuse_nested(target, verifier, in_jwe(target, " " + inner), "malformed_token(header)");
    refuse_nested(target, verifier, in_jwe(target, inner + "\n"), "malformed_token(signature)");
  }
}

// Where a shared key may stand for a signature, a public one may not.
TEST(Attack41, OnlyASharedKeyProvesClaims) {
  for (const JweTarget& target : every_target()) {
    const auto policy = policy_for("ES256").encrypted(target.policy).shared_key_claims();
    const auto verifier = jwt::Verifier::build(policy, set_for(row("ES256")), target.keys).value();
    const std::string token = in_jwe(target, kGoodPayload, R"(,"typ":"JWT")");
    if (target.key.is_symmetric()) {
      EXPECT_EQ(verdict_of(verifier, token), "ok");
      const std::string late = R"({"iss":"https://as.example","aud":"api","exp":1})";
      refuse_nested(target, verifier, in_jwe(target, late, ""), "token_expired(exp)");
    } else {
      refuse_nested(target, verifier, token, "alg_not_allowed(alg)");
    }
    // Who says that there is a signature inside must have one.
    refuse_nested(target, verifier, in_jwe(target, kGoodPayload), "malformed_token(segments)");
    refuse_nested(target, verifier, in_jwe(target, "not JSON", ""), "alg_not_allowed(alg)|malformed_json(payload)");
  }
}

// Claims that are repeated outside are those that are inside.
TEST(Attack41, TwoStoriesInOneToken) {
  const auto inner = good_token(row("ES256"));
  for (const JweTarget& target : every_target()) {
    const auto verifier = nested_verifier(target);
    EXPECT_EQ(verdict_of(verifier, in_jwe(target, inner, R"(,"cty":"JWT","iss":"https://as.example")")), "ok");
    for (const auto& [claim, name] :
         {std::pair(R"("iss":"https://evil.example")", "iss"), std::pair(R"("iss":["https://as.example"])", "iss"),
          std::pair(R"("aud":"other")", "aud"), std::pair(R"("aud":["api"])", "aud"),
          std::pair(R"("sub":"admin")", "sub"), std::pair(R"("sub":null)", "sub"),
          std::pair(R"("exp":1800000601)", "exp")})
      refuse_nested(target, verifier, in_jwe(target, inner, joined({R"(,"cty":"JWT",)", claim})),
                    joined({"claim_mismatch(", name, ")"}));
  }
}

// Inside an encrypted token none is what it is outside.
TEST(Attack01, NoneInsideAnEncryptedToken) {
  const Parts good = split(good_token(row("ES256")));
  for (const JweTarget& target : every_target()) {
    const auto verifier = nested_verifier(target);
    for (const std::string_view alg : {"none", "None", "NONE", "nOnE", " none", "none ", "none\\u0000", "", "null"}) {
      const std::string header = b64(joined({R"({"alg":")", alg, R"(","typ":"JWT"})"}));
      for (const std::string_view signature : {std::string_view(), std::string_view(good.signature)})
        refuse_nested(target, verifier, in_jwe(target, joined({header, ".", good.payload, ".", signature})),
                      "alg_not_allowed(alg)|malformed_token(signature)");
      refuse_nested(target, verifier, in_jwe(target, joined({header, ".", good.payload})), "malformed_token(segments)");
    }
    refuse_nested(target, verifier, in_jwe(target, joined({good.header, ".", good.payload, "."})),
                  "malformed_token(signature)|bad_signature");
    refuse_nested(target, verifier, in_jwe(target, joined({good.header, ".", good.payload})),
                  "malformed_token(segments)");
    // The algorithm of the outer layer is none of the inner.
    const std::string header = b64(joined({R"({"alg":")", target.alg, R"(","enc":")", target.enc, "\"}"}));
    refuse_nested(target, verifier, in_jwe(target, joined({header, ".", good.payload, ".", good.signature})),
                  "alg_not_allowed(alg)");
  }
}

}  // namespace
}  // namespace signet::test
