// Keys that are removed or exchanged, and sources that cannot tell.
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "token_cache_fixture.h"

namespace signet::test {
namespace {

Key other_key() {
  return Key::from_jwk(R"({"kty":"oct","kid":"h","alg":"HS256","k":"ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8"})")
      .value();
}

TEST(TokenCacheVersions, ARemovedKeyEvicts) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  EXPECT_EQ(remembering.say(token), "ok");
  remembering.keys->change(no_keys());
  EXPECT_EQ(remembering.say(token), "key_not_found(kid)");
  EXPECT_EQ(remembering.cache.report().entries, 0u);
  EXPECT_EQ(remembering.cache.report().hits, 0u);
  remembering.keys->change(hmac_set());
  EXPECT_EQ(remembering.work_of(token), 1) << "it was forgotten";
}

TEST(TokenCacheVersions, AnotherKeyOfTheSameName) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  EXPECT_EQ(remembering.say(token), "ok");
  const Key other = other_key();
  remembering.keys->change(JwkSet::of(std::span(&other, 1)));
  EXPECT_EQ(remembering.say(token), "bad_signature");
  EXPECT_EQ(remembering.cache.report().entries, 0u);
}

TEST(TokenCacheVersions, ASetThatStillHasTheKeyIsAskedOnce) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  EXPECT_EQ(remembering.say(token), "ok");
  const std::array both = {other_key(), hmac_key()};
  remembering.keys->change(JwkSet::of(both));
  EXPECT_EQ(remembering.work_of(token), 1);
  EXPECT_EQ(remembering.work_of(token), 0);
  EXPECT_EQ(remembering.cache.report().entries, 1u);
}

// A set is exchanged while a token is verified with the old one.
TEST(TokenCacheVersions, AChangeDuringAVerification) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  remembering.keys->on_find = [&] { remembering.keys->number = 8; };
  EXPECT_EQ(remembering.say(token), "ok");
  remembering.keys->on_find = {};
  EXPECT_EQ(remembering.work_of(token), 1) << "the verdict was of the set before";
  EXPECT_EQ(remembering.work_of(token), 0);
}

TEST(TokenCacheVersions, NumbersNeedNotGrow) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  remembering.keys->number = UINT64_MAX;
  EXPECT_EQ(remembering.say(token), "ok");
  remembering.keys->number = 0;
  EXPECT_EQ(remembering.work_of(token), 1);
  EXPECT_EQ(remembering.work_of(token), 0);
}

TEST(TokenCacheVersions, WithoutAVersionNothingIsRemembered) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  remembering.keys->has_version = false;
  for (int again = 0; again < 3; ++again) EXPECT_EQ(remembering.work_of(token), 1);
  EXPECT_EQ(remembering.cache.report().entries, 0u);
  EXPECT_EQ(remembering.cache.report().misses, 3u);
}

TEST(TokenCacheVersions, ASourceThatNoLongerKnows) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  EXPECT_EQ(remembering.say(token), "ok");
  remembering.keys->has_version = false;
  EXPECT_EQ(remembering.work_of(token), 1);
  remembering.keys->keys = no_keys();
  EXPECT_EQ(remembering.say(token), "key_not_found(kid)");
}

TEST(TokenCacheVersions, ASetThatNeverChangesIsRemembered) {
  const auto cache = jwt::CachingVerifier::build(verifier(open_policy())).value();
  for (int again = 0; again < 3; ++again) EXPECT_EQ(outcome(cache.verify(numbered_token(1), kNow)), "ok");
  EXPECT_EQ(cache.report().hits, 2u);
}

}  // namespace
}  // namespace signet::test
