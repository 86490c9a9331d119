// The proofs that RFC 9449 prints, and its steps.
#include <string>
#include <utility>

#include "dpop_support.h"
#include "signet/jwt.h"

namespace signet::test {
namespace {

std::string_view text(const json::Value& object, std::string_view name) {
  return *object.find(name)->string();
}

TEST(DpopRfc, EveryProofHolds) {
  const auto document = parse_vector("rfc9449/proofs.json");
  const json::Value root = document.root();
  for (const json::Value item : root.find("proofs")->elements()) {
    const auto ath = item.find("ath");
    dpop::Request with{.method = text(item, "method"), .url = text(item, "url"), .jkt = text(root, "jkt")};
    if (ath) with.access_token = text(root, "access_token");
    const Timestamp made{std::chrono::seconds(*item.find("iat")->integer())};
    const auto proof = open_verifier().verify(text(item, "proof"), with, made + std::chrono::seconds(5));
    ASSERT_TRUE(proof) << outcome_at(proof);
    EXPECT_EQ(proof->jkt(), text(root, "jkt"));
    EXPECT_EQ(proof->key().thumbprint(), text(root, "jkt"));
    EXPECT_FALSE(proof->key().is_private());
    EXPECT_EQ(proof->algorithm(), "ES256");
    EXPECT_EQ(proof->token_id(), text(item, "jti"));
    EXPECT_EQ(proof->method(), with.method);
    EXPECT_EQ(proof->url(), with.url);
    EXPECT_EQ(proof->issued_at(), made);
    EXPECT_EQ(proof->access_token_hash(), ath ? ath->string() : std::nullopt);
    EXPECT_EQ(proof->nonce(), std::nullopt);
    EXPECT_EQ(proof->acceptable_until(), made + dpop::kDefaultMaxAge + dpop::kDefaultSkew);
  }
}

// RFC 9449 section 6.1: the access token names the key in "cnf"; it is a JWT without typ, and no proof.
TEST(DpopRfc, TheBoundTokenNamesTheKeyAndIsNoProof) {
  const auto document = parse_vector("rfc9449/proofs.json");
  const std::string_view bound = text(document.root(), "bound_jwt");
  const auto shown = jwt::Unverified::decode(bound);
  ASSERT_TRUE(shown) << outcome(shown);
  EXPECT_EQ(shown->payload().at_pointer("/cnf/jkt")->string(), text(document.root(), "jkt"));
  EXPECT_EQ(verdict(bound), "typ_mismatch(typ) step 3");
}

TEST(DpopRfc, TwelveSteps) {
  ASSERT_EQ(dpop::steps().size(), 12u);
  for (unsigned number = 1; number <= 12; ++number) {
    const dpop::Step& step = dpop::steps()[number - 1];
    EXPECT_EQ(step.number, number);
    EXPECT_EQ(step.rule.section, "RFC 9449 4.3 step " + std::to_string(number));
    EXPECT_FALSE(step.rule.text.empty());
  }
}

// RFC 9449 sections 7.1, 8 and 9.
TEST(DpopRfc, ErrorsOfOauth) {
  const std::pair<Error, std::string_view> cases[] = {
      {{Errc::nonce_required, "nonce"}, "use_dpop_nonce"},   {{Errc::claim_mismatch, "nonce"}, "use_dpop_nonce"},
      {{Errc::key_mismatch, "jkt"}, "invalid_token"},        {{Errc::key_mismatch, "kty"}, "invalid_dpop_proof"},
      {{Errc::claim_mismatch, "htu"}, "invalid_dpop_proof"}, {{Errc::replayed, "jti"}, "invalid_dpop_proof"},
      {{Errc::claim_type, "nonce"}, "invalid_dpop_proof"},   {{Errc::bad_signature, ""}, "invalid_dpop_proof"},
  };
  for (const auto& [error, expected] : cases) EXPECT_EQ(dpop::oauth_error(error), expected) << to_string(error);
}

}  // namespace
}  // namespace signet::test
