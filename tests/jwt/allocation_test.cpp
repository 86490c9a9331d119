// That a verification with a Scratch allocates nothing.
#include "counted_new.h"
#include "token_fixture.h"

namespace signet::test {
namespace {

constexpr auto* kTwelveClaims =
    R"({"iss":"https://as.example","sub":"user-42","aud":["api","https://api.example"],"exp":1800000600,)"
    R"("nbf":1799999990.5,"iat":1800000000,"jti":"8f14e45f-ceea-467f","scope":"read write","client_id":"web",)"
    R"("name":"Zo\u00eb","address":{"country":"DE"},"groups":["a","b","c"]})";

jwt::Policy strict_policy(std::string_view algorithm) {
  return jwt::Policy()
      .issuer("https://as.example")
      .audience("other")
      .audience("api")
      .algorithms({algorithm})
      .typ_jwt()
      .require("sub")
      .require("jti")
      .max_age(std::chrono::hours(1))
      .check("scope", [](const jwt::Claims& claims, Timestamp) -> Result<> {
        if (!claims.find("scope")) return fail(Errc::claim_missing, "scope");
        return {};
      });
}

class AllocationTest : public testing::TestWithParam<std::string> {};

TEST_P(AllocationTest, NoneInSteadyState) {
  const Key key = Key::generate({.alg = GetParam()}).value();
  ASSERT_FALSE(key.info().kid.empty());
  const std::string token = jwt::Builder().claims_json(kTwelveClaims).sign(*key.signer().value()).value();
  const jwt::Verifier checked = jwt::Verifier::build(strict_policy(GetParam()), JwkSet::of(std::span(&key, 1))).value();
  jwt::Scratch scratch;
  for (int warm = 0; warm < 3; ++warm) ASSERT_EQ(outcome(checked.verify(token, kNow, scratch)), "ok");

  const std::size_t before = work_so_far().allocations;
  bool good = true;
  for (int i = 0; i < 20; ++i) {
    const Result<jwt::VerifiedView> view = checked.verify(token, kNow, scratch);
    good = good && view && view->claims().subject() == "user-42" && view->key_id() == key.info().kid &&
           view->claims().audience().contains("api") && view->claims().find("address")->find("country");
  }
  EXPECT_EQ(work_so_far().allocations - before, 0u);
  EXPECT_TRUE(good);
}

INSTANTIATE_TEST_SUITE_P(Verify, AllocationTest,
                         testing::Values("HS256", "HS512", "RS256", "PS256", "ES256", "ES512", "EdDSA"),
                         [](const auto& spec) { return spec.param; });

TEST(Allocation, TheCounterCounts) {
  const std::size_t before = work_so_far().allocations;
  const jwt::Verifier checked = verifier(open_policy());
  EXPECT_GT(work_so_far().allocations, before);
  const std::size_t built = work_so_far().allocations;
  EXPECT_EQ(outcome(checked.verify(token_of("{}"), kNow)), "ok");
  EXPECT_GT(work_so_far().allocations, built) << "a Verified owns memory";
}

}  // namespace
}  // namespace signet::test
