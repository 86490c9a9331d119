// Policy::revocations(): what a source is asked, when, and what its answer does.
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "signet/diagnosis.h"
#include "signet/seams/revocation_source.h"
#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::Policy;

/// Remembers what it was asked, and answers what it was told to.
class Source final : public RevocationSource {
 public:
  Result<> check(const RevocationQuery& query, Timestamp now) const override {
    if (throws) throw std::runtime_error("the store is gone");
    ++asked;
    said = joined({"iss=", query.issuer, " jti=", query.token_id, " sid=", query.session_id, " sub=", query.subject,
                   " client_id=", query.client_id, " grant=", query.grant_id, " kid=", query.key_id});
    issued_at = query.issued_at;
    at = now;
    if (answer) return std::unexpected(*answer);
    return {};
  }

  std::optional<Error> answer;
  bool throws = false;
  mutable int asked = 0;
  mutable std::string said;
  mutable std::optional<Timestamp> issued_at;
  mutable Timestamp at;
};

constexpr std::string_view kWhole =
    R"({"iss":"https://as.example","jti":"j","sid":"s","sub":"u","client_id":"c","azp":"z","gid":"g","iat":1799999000})";

TEST(RevocationPolicy, AsksAboutWhatIsProven) {
  const auto source = std::make_shared<Source>();
  const jwt::Verifier checked = verifier(open_policy().revocations(source, "gid"));
  EXPECT_EQ(verdict(checked, token_of(kWhole)), "ok");
  EXPECT_EQ(source->said, "iss=https://as.example jti=j sid=s sub=u client_id=c grant=g kid=h");
  EXPECT_EQ(source->issued_at, at(1'799'999'000));
  EXPECT_EQ(source->at, kNow);
  // The kid is that of the key, whatever the header calls it.
  EXPECT_EQ(verdict(checked, token_of(R"({"azp":"z"})", R"({"alg":"HS256"})")), "ok");
  EXPECT_EQ(source->said, "iss= jti= sid= sub= client_id=z grant= kid=h");
  EXPECT_EQ(source->issued_at, std::nullopt);
}

TEST(RevocationPolicy, WhatIsNoTextNamesNothing) {
  const auto source = std::make_shared<Source>();
  const jwt::Verifier checked =
      verifier(open_policy().registered_claims(jwt::Scrutiny::off).revocations(source, "gid"));
  EXPECT_EQ(verdict(checked, token_of(R"({"gid":7,"sid":["s"],"client_id":{},"azp":null})")), "ok");
  EXPECT_EQ(source->said, "iss= jti= sid= sub= client_id= grant= kid=h");
}

TEST(RevocationPolicy, ItsAnswerIsTheVerdict) {
  const auto source = std::make_shared<Source>();
  const jwt::Verifier checked = verifier(open_policy().revocations(source));
  const std::string token = token_of(kWhole);
  source->answer = Error{Errc::revoked, "sid"};
  EXPECT_EQ(verdict(checked, token), "revoked(sid)");
  source->answer = Error{Errc::revocations_unknown, "silent"};
  EXPECT_EQ(verdict(checked, token), "revocations_unknown(silent)");
  source->throws = true;
  EXPECT_EQ(verdict(checked, token), "internal(revocations)");
  source->throws = false;
  source->answer.reset();
  EXPECT_EQ(verdict(checked, token), "ok");
}

TEST(RevocationPolicy, NobodyIsAskedAboutWhatIsRefusedAnyway) {
  const auto source = std::make_shared<Source>();
  source->answer = Error{Errc::revoked, "jti"};
  int own_checks = 0;
  const jwt::Verifier checked =
      verifier(open_policy().revocations(source).check("own", [&own_checks](const jwt::Claims&, Timestamp) -> Result<> {
        ++own_checks;
        return {};
      }));
  std::string forged = token_of(kWhole);
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  EXPECT_NE(outcome(checked.verify(forged, kNow)), "ok");
  EXPECT_EQ(outcome(checked.verify(token_of(R"({"exp":1})"), kNow)), "token_expired(exp)");
  EXPECT_EQ(source->asked, 0);
  EXPECT_EQ(outcome(checked.verify(token_of(kWhole), kNow)), "revoked(jti)");
  EXPECT_EQ(own_checks, 0) << "the caller's own checks come after";
}

TEST(RevocationPolicy, ExplainHasAStepForIt) {
  const auto source = std::make_shared<Source>();
  const jwt::Verifier checked = verifier(open_policy().revocations(source));
  const auto step_of = [&](std::string_view token) {
    for (const jwt::Finding& finding : checked.explain(token, kNow).findings)
      if (finding.step == jwt::Step::revocation) return finding;
    return jwt::Finding{};
  };
  EXPECT_EQ(step_of(token_of(kWhole)).state, jwt::Finding::State::held);
  EXPECT_EQ(source->said, "iss=https://as.example jti=j sid=s sub=u client_id=c grant= kid=h");
  source->answer = Error{Errc::revoked, "sub"};
  const jwt::Finding failed = step_of(token_of(kWhole));
  EXPECT_EQ(failed.state, jwt::Finding::State::failed);
  EXPECT_EQ(to_string(failed.error.value()), "revoked(sub)");
  EXPECT_EQ(to_string(checked.explain(token_of(kWhole), kNow).refusal.value()), "revoked(sub)");
  // Of a token that nobody has proven nothing is asked.
  source->said.clear();
  std::string forged = token_of(kWhole);
  forged[forged.size() - 3] = forged[forged.size() - 3] == 'A' ? 'B' : 'A';
  EXPECT_EQ(step_of(forged).state, jwt::Finding::State::unknown);
  EXPECT_EQ(source->said, "");
  EXPECT_EQ(name_of(jwt::Step::revocation), "revocation");
}

TEST(RevocationPolicy, WithoutASourceThereIsNoPolicy) {
  const auto built = jwt::Verifier::build(open_policy().revocations(nullptr), hmac_set());
  EXPECT_EQ(outcome(built), "policy_incomplete(revocations)");
  for (const jwt::Finding& finding : verifier(open_policy()).explain(token_of("{}"), kNow).findings)
    EXPECT_NE(finding.step, jwt::Step::revocation);
}

}  // namespace
}  // namespace signet::test
