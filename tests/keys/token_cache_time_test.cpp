// What is asked again on each hit: the time, the context, the caller's own checks.
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "signet/profiles.h"
#include "token_cache_fixture.h"

namespace signet::test {
namespace {

TEST(TokenCacheTime, ATokenExpiresBetweenHits) {
  const Remembering remembering(open_policy().leeway(std::chrono::seconds(5)));
  const std::string token = token_of(R"({"exp":1800000010})");
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.say(token, at(1'800'000'014, 999'999)), "ok");
  EXPECT_EQ(remembering.say(token, at(1'800'000'015)), "token_expired(exp)");
  EXPECT_EQ(remembering.cache.report().entries, 0u) << "what has expired is forgotten";
  EXPECT_EQ(remembering.keys->asked, 1) << "and no signature was verified to say so";
  EXPECT_EQ(remembering.say(token, at(1'800'000'015)), "token_expired(exp)");
}

TEST(TokenCacheTime, AClockGoesBack) {
  const Remembering remembering(open_policy().leeway(Duration::zero()));
  const std::string token = token_of(R"({"nbf":1800000000,"iat":1799999990})");
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.say(token, at(1'799'999'999, 999'999)), "token_not_yet_valid(nbf)");
  EXPECT_EQ(remembering.say(token, at(1'799'999'989)), "token_not_yet_valid(nbf)");
  EXPECT_EQ(remembering.work_of(token), 0) << "it may hold again";
}

// At every time that matters, and for every policy, the answer is that of the verifier that remembers nothing.
TEST(TokenCacheTime, AllTimesAreThoseOfTheVerifier) {
  const std::array<jwt::Policy, 4> policies = {
      open_policy(), open_policy().leeway(Duration::zero()), open_policy().max_age(std::chrono::seconds(30)),
      open_policy().max_age(std::chrono::microseconds(1)).leeway(std::chrono::microseconds(1))};
  const std::array<const char*, 5> payloads = {
      R"({"iat":1800000000,"exp":1800000020})", R"({"iat":1800000000,"nbf":1800000005,"exp":1800000006})",
      R"({"iat":1800000000.000002,"nbf":1799999990.5})", R"({"iat":0,"exp":9223372036854})",
      R"({"iat":1800000030,"nbf":1800000030,"exp":1800000030})"};
  int held = 0;
  for (const jwt::Policy& policy : policies) {
    const Remembering remembering(policy);
    for (const char* payload : payloads) {
      const std::string token = token_of(payload);
      for (std::int64_t second = -15; second <= 75; ++second) {
        for (const std::int64_t microseconds : {-2, -1, 0, 1, 2, 500'000}) {
          const Timestamp now = at(1'800'000'000 + second, microseconds);
          const std::string said = remembering.say(token, now);
          ASSERT_EQ(said, outcome(remembering.plain.verify(token, now))) << payload << second << "." << microseconds;
          held += said == "ok" ? 1 : 0;
        }
      }
    }
    EXPECT_GT(remembering.cache.report().hits, 0u);
  }
  EXPECT_GT(held, 1000);
}

TEST(TokenCacheTime, OwnChecksAreAskedEachTime) {
  bool open = true;
  int calls = 0;
  const Remembering remembering(open_policy().check("door", [&](const jwt::Claims& claims, Timestamp now) -> Result<> {
    ++calls;
    if (claims.token_id() != "1") return fail(Errc::claim_mismatch, "jti");
    if (now > at(1'800'000'001)) return fail(Errc::claim_rule, "night");
    return open ? Result<>{} : fail(Errc::claim_rule, "door");
  }));
  const std::string token = numbered_token(1);
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(calls, 2);
  open = false;
  EXPECT_EQ(remembering.say(token), "claim_rule(door)");
  open = true;
  EXPECT_EQ(remembering.say(token, at(1'800'000'002)), "claim_rule(night)");
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.keys->asked, 1);
}

TEST(TokenCacheTime, AThrowingCheckIsAnErrorOnAHitToo) {
  bool throws = false;
  const Remembering remembering(open_policy().check("own", [&](const jwt::Claims&, Timestamp) -> Result<> {
    if (throws) throw std::bad_alloc();
    return {};
  }));
  EXPECT_EQ(remembering.say(numbered_token(1)), "ok");
  throws = true;
  EXPECT_EQ(remembering.say(numbered_token(1)), "internal(own)");
}

class TokenCacheContext : public testing::Test {
 protected:
  std::string say(const jwt::Context& context, Timestamp now = kNow) const {
    const std::string said = outcome(remembering_.cache.verify(token_, now, context));
    EXPECT_EQ(said, outcome(remembering_.plain.verify(token_, now, context)));
    return said;
  }
  Remembering remembering_ = Remembering(jwt::Policy()
                                             .issuer("https://as.example")
                                             .audience("client")
                                             .algorithms({"HS256"})
                                             .typ_jwt()
                                             .profile(*jwt::find_profile("openid-id-token")));
  std::string token_ =
      token_of(R"({"iss":"https://as.example","sub":"u","aud":"client","exp":1800000600,"iat":1800000000,)"
               R"("auth_time":1800000000,"nonce":"n-1"})");
};

// A token that held for one login does not hold for another, and the one who asks decides it each time.
TEST_F(TokenCacheContext, IsComparedEachTime) {
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-1"}), "ok");
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-2"}), "claim_mismatch(nonce)");
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-1"}), "ok");
  EXPECT_EQ(say({.client_id = "other", .nonce = "n-1"}).substr(0, 5), "claim");
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-1", .max_auth_age = std::chrono::seconds(60)}), "ok");
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-1", .max_auth_age = std::chrono::seconds(60)}, at(1'800'000'100)),
            "token_expired(auth_time)");
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-1", .access_token = "token", .front_channel = true}),
            "claim_missing(at_hash)");
  EXPECT_EQ(say({.resource = "x"}), "policy_incomplete(context)");
  EXPECT_GE(remembering_.cache.report().hits, 6u);
}

TEST_F(TokenCacheContext, NoneIsAsOneThatGivesNothing) {
  const std::string without = outcome(remembering_.plain.verify(token_, kNow));
  EXPECT_EQ(remembering_.say(token_), without);
  EXPECT_EQ(say({.client_id = "client", .nonce = "n-1"}), "ok");
  EXPECT_EQ(remembering_.say(token_), without);
  const Remembering open;
  EXPECT_EQ(open.say(numbered_token(1)), "ok");
  EXPECT_EQ(outcome(open.cache.verify(numbered_token(1), kNow, {.nonce = "n"})), "policy_incomplete(context)");
}

}  // namespace
}  // namespace signet::test
