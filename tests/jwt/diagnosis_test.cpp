// Verifier::explain(): every step, and the same verdict as verify().
#include "signet/diagnosis.h"

#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::Diagnosis;
using jwt::Finding;
using jwt::Policy;
using jwt::Step;

constexpr std::string_view kHeader = R"({"alg":"HS256","typ":"JWT","kid":"h"})";

/// "form:held header:failed=crit_unknown(x) ..." of the steps that are not held, or "" when all are.
std::string not_held(const Diagnosis& diagnosis) {
  std::string text;
  for (const Finding& finding : diagnosis.findings) {
    if (finding.state == Finding::State::held) continue;
    text += (text.empty() ? "" : " ") + std::string(name_of(finding.step));
    if (finding.error) text += "=" + to_string(*finding.error);
  }
  return text;
}
std::string explained(const Policy& policy, std::string_view token, Timestamp now = kNow) {
  return not_held(verifier(policy).explain(token, now));
}

Policy strict_policy() {
  return Policy().issuer("joe").audience("api").algorithms({"HS256"}).typ_jwt().require("exp").max_age(
      std::chrono::minutes(10));
}
std::string b64(std::string_view text) {
  return base64url::encode(as_bytes(text));
}

TEST(Diagnosis, AGoodTokenHoldsInEveryStep) {
  const std::string token = token_of(R"({"iss":"joe","aud":"api","exp":1800000060,"iat":1800000000})");
  const Diagnosis diagnosis = verifier(strict_policy()).explain(token, kNow);
  EXPECT_EQ(not_held(diagnosis), "");
  EXPECT_TRUE(diagnosis.signature_held);
  EXPECT_FALSE(diagnosis.refusal);
  ASSERT_EQ(diagnosis.findings.size(), 17U);  // no decryption, and no checks of the caller's own
  for (std::size_t i = 0; i < diagnosis.findings.size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(diagnosis.findings[i].step), i + 1);
}

TEST(Diagnosis, EveryClaimThatFailsIsTold) {
  EXPECT_EQ(explained(strict_policy(), token_of(R"({"iss":"jim","aud":"mail","iat":1,"nbf":1900000000})")),
            "iss=claim_mismatch(iss) aud=claim_mismatch(aud) required=claim_missing(exp) "
            "nbf=token_not_yet_valid(nbf) max_age=token_expired(iat)");
  EXPECT_EQ(explained(open_policy().require("a").require("b"), token_of("{}")),
            "required=claim_missing(a) required=claim_missing(b)");
  EXPECT_EQ(explained(open_policy(), token_of(R"({"iss":1,"exp":"x"})")),
            "types=claim_type(iss) types=claim_type(exp)");
}

TEST(Diagnosis, ClaimsAreJudgedWithoutAGoodSignature) {
  std::string token = token_of(R"({"iss":"jim","aud":"api","exp":1800000060,"iat":1800000000})");
  token[token.size() - 5] = token[token.size() - 5] == 'A' ? 'B' : 'A';
  const Diagnosis diagnosis = verifier(strict_policy()).explain(token, kNow);
  EXPECT_FALSE(diagnosis.signature_held);
  EXPECT_EQ(not_held(diagnosis), "signature=bad_signature iss=claim_mismatch(iss)");
  EXPECT_EQ(to_string(*diagnosis.refusal), "bad_signature");
}

TEST(Diagnosis, StepsThatNeedAnEarlierOneAreUnknown) {
  const std::string input = b64(R"({"alg":"ES256"})") + "." + b64("{}");
  EXPECT_EQ(explained(open_policy(), input + ".AA"), "algorithm=alg_not_allowed(alg) key signature");
  EXPECT_EQ(explained(open_policy(), "a.b"),
            "form=malformed_token(segments) header algorithm key signature payload typ types iss aud required exp nbf "
            "iat max_age values companions");
  EXPECT_EQ(explained(open_policy(), b64(R"({"alg":"HS256","crit":["x"],"x":1})") + "." + b64("{}") + ".AA"),
            "header=crit_unknown(x) algorithm key signature typ");
  EXPECT_EQ(explained(open_policy(), token_of("[]")),
            "types=claim_type(payload) iss aud required exp nbf iat max_age values companions");
  EXPECT_EQ(explained(open_policy(), token_of("{")),
            "payload=malformed_json(payload) types iss aud required exp nbf iat max_age values companions");
  EXPECT_EQ(explained(open_policy(), token_of("{}", R"({"alg":"HS256","kid":"other"})")),
            "key=key_not_found(kid) signature");
}

TEST(Diagnosis, AnUnsecuredTokenIsRefusedForItsForm) {
  EXPECT_EQ(explained(open_policy(), b64(R"({"alg":"none"})") + "." + b64("{}") + "."),
            "form=malformed_token(signature) algorithm=alg_not_allowed(alg) key signature");
}

TEST(Diagnosis, ChecksOfTheCallerRunOnProvenClaimsAlone) {
  int calls = 0;
  const Policy policy = open_policy().check("mine", [&calls](const jwt::Claims&, Timestamp) -> Result<> {
    ++calls;
    return fail(Errc::claim_rule, "mine");
  });
  EXPECT_EQ(explained(policy, token_of("{}")), "checks=claim_rule(mine)");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(explained(policy, token_of("{}") + "!"), "form=malformed_token(signature) key signature checks");
  EXPECT_EQ(calls, 1);
}

/// Whatever is wrong, alone or together, explain() refuses with the words of verify().
TEST(Diagnosis, RefusesAsVerifyDoes) {
  const std::string_view headers[] = {kHeader,
                                      R"({"alg":"HS256"})",
                                      R"({"alg":"HS256","typ":"at+jwt"})",
                                      R"({"alg":"HS256","kid":"other"})",
                                      R"({"alg":"ES256","kid":"h"})",
                                      R"({"alg":"none"})",
                                      R"({"alg":"HS256","b64":false,"crit":["b64"]})",
                                      R"({"alg":"HS256","b64":true})",
                                      R"({"alg":"HS256","alg":"HS256"})",
                                      R"({"kid":"h"})",
                                      "[]",
                                      "{"};
  const std::string_view payloads[] = {R"({"iss":"joe","aud":"api","exp":1800000060,"iat":1800000000})",
                                       R"({"iss":"joe","aud":1,"exp":1,"iat":1800000000})",
                                       R"({"iss":"joe","iss":"jim"})",
                                       R"({"exp":1,"nbf":1900000000})",
                                       "[]",
                                       "{",
                                       ""};
  const std::string_view damages[] = {"", "A", "AAAA", "!", ".", "="};
  for (const std::string_view header : headers)
    for (const std::string_view payload : payloads)
      for (const std::string_view damage : damages) {
        const std::string good = token_of(payload, header);
        const std::string input = good.substr(0, good.rfind('.'));
        for (const std::string& token :
             {good + std::string(damage), input + std::string(damage) + good.substr(input.size()),
              input + "." + std::string(damage)}) {
          const jwt::Verifier judge = verifier(strict_policy());
          const Diagnosis diagnosis = judge.explain(token, kNow);
          EXPECT_EQ(diagnosis.refusal ? to_string(*diagnosis.refusal) : "ok", verdict(judge, token)) << token;
        }
      }
}

}  // namespace
}  // namespace signet::test
