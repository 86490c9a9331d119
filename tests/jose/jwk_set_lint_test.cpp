// Remarks on a key set before it is published or trusted.
#include <gmock/gmock.h>

#include "jose_support.h"

namespace signet::test {
namespace {

using Level = KeySetRemark::Level;

/// "warning 0 key_incomplete(kid)" for each remark.
std::vector<std::string> said(std::initializer_list<std::string> members, std::optional<Timestamp> now = {}) {
  std::string text;
  for (const std::string& member : members) text += (text.empty() ? "" : ",") + member;
  std::vector<std::string> remarks;
  const auto linted = lint_key_set("{\"keys\":[" + text + "]}", now).value();
  for (const KeySetRemark& remark : linted) {
    const std::string_view level = remark.level == Level::error     ? "error"
                                   : remark.level == Level::warning ? "warning"
                                                                    : "note";
    remarks.push_back(std::string(level) + " " + std::to_string(remark.index.value()) + " " + to_string(remark.error));
    EXPECT_FALSE(remark.text.empty());
    EXPECT_NE(remark.text.back(), '.');
  }
  return remarks;
}
std::string shown_with(std::string_view alg, KeyInfo info) {
  return with(shown(key_for(alg)), std::move(info)).to_public_jwk().value();
}

TEST(KeySetLint, AGoodSetHasNoRemarks) {
  EXPECT_THAT(said({key_for("ES256").to_public_jwk().value(), key_for("RS256").to_public_jwk().value()}),
              testing::IsEmpty());
  EXPECT_THAT(said({shown_with("ES256", {.kid = "2026-11", .use = "sig", .alg = "ES256"})}), testing::IsEmpty());
}

TEST(KeySetLint, SecretAndBrokenMembersAreErrors) {
  const auto secret = [](std::string_view alg) { return text_of(key_for(alg).to_private_jwk()->expose()); };
  EXPECT_THAT(said({secret("HS256"), secret("ES256"), "1", R"({"kty":"RSA","e":"AQAB"})"}),
              testing::ElementsAre("error 0 symmetric_key(kty)", "error 1 private_key(d)", "error 2 malformed_key(jwk)",
                                   "error 3 malformed_key(n)"));
}

TEST(KeySetLint, MissingMembersAreWarnings) {
  EXPECT_THAT(said({shown_with("ES256", {})}),
              testing::ElementsAre("warning 0 key_incomplete(kid)", "warning 0 key_incomplete(alg)",
                                   "warning 0 key_incomplete(use)"));
}

TEST(KeySetLint, RepeatedKids) {
  const KeyInfo ec{.kid = "a", .use = "sig", .alg = "ES256"}, rsa{.kid = "a", .use = "sig", .alg = "RS256"};
  EXPECT_THAT(said({shown_with("ES256", ec), shown_with("RS256", rsa), R"({"kid":"a"})"}),
              testing::ElementsAre("error 2 malformed_key(kty)", "warning 1 key_ambiguous(kid)",
                                   "warning 2 key_ambiguous(kid)"));
}

TEST(KeySetLint, KeysForNoSignatureAlgorithm) {
  EXPECT_THAT(said({shown_with("ES256", {.kid = "a", .use = "enc", .alg = "ECDH-ES"})}),
              testing::ElementsAre("warning 0 key_mismatch(use)"));
  EXPECT_THAT(said({shown_with("ES256", {.kid = "a", .use = "sig", .alg = "ES256X"})}),
              testing::ElementsAre("warning 0 key_mismatch(alg)"));
  EXPECT_THAT(said({shown_with("RS256", {.kid = "a", .use = "sig", .alg = "RS256", .key_ops = {"sign"}})}).size(), 1u);
}

TEST(KeySetLint, AKidThatOnlyLooksLikeAThumbprint) {
  const auto with_kid = [](std::string kid) {
    return said({shown_with("ES256", {.kid = std::move(kid), .use = "sig", .alg = "ES256"})});
  };
  EXPECT_THAT(with_kid(key_for("ES384").thumbprint()), testing::ElementsAre("note 0 key_mismatch(kid)"));
  EXPECT_THAT(with_kid(key_for("ES256").thumbprint()), testing::IsEmpty());
  EXPECT_THAT(with_kid(key_for("ES256").spki_thumbprint().value()), testing::IsEmpty());
}

TEST(KeySetLint, CertificateTimes) {
  const std::string jwk = read_vector("seed/member-by-member.json");
  const auto at = [&](std::int64_t seconds) { return said({jwk}, Timestamp(std::chrono::seconds(seconds))); };
  const auto warning = testing::ElementsAre("warning 0 certificate_expired(x5c)");
  // Valid from 2024-10-08T08:55:41Z to 2034-10-08T08:57:21Z.
  EXPECT_THAT(at(1'728'377'740), warning);
  EXPECT_THAT(at(1'728'377'741), testing::IsEmpty());
  EXPECT_THAT(at(2'043'910'641 - 30 * 86'400), testing::IsEmpty());
  EXPECT_THAT(at(2'043'910'641 - 30 * 86'400 + 1), warning);
  EXPECT_THAT(at(2'043'910'641), warning);
  EXPECT_THAT(at(2'043'910'642), warning);
}

TEST(KeySetLint, ATextThatIsNoSetIsAnError) {
  EXPECT_EQ(outcome(lint_key_set("[]")), "malformed_key_set(keys)");
  EXPECT_TRUE(lint_key_set(R"({"keys":[]})")->empty());
}

}  // namespace
}  // namespace signet::test
