// What a CachingVerifier remembers, and what it does not.
#include "signet/token_cache.h"

#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "token_cache_fixture.h"

namespace signet::test {
namespace {

TEST(TokenCache, ATokenIsVerifiedOnce) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  const auto first = remembering.cache.verify(token, kNow).value();
  const auto second = remembering.cache.verify(std::string(token), kNow + std::chrono::seconds(1)).value();
  EXPECT_EQ(first.get(), second.get());
  EXPECT_EQ(remembering.keys->asked, 1);
  EXPECT_EQ(second->claims().token_id(), "1");
  EXPECT_EQ(second->key_id(), "h");
  EXPECT_EQ(second->algorithm(), "HS256");

  const jwt::TokenCacheReport report = remembering.cache.report();
  EXPECT_EQ(report.hits, 1u);
  EXPECT_EQ(report.misses, 1u);
  EXPECT_EQ(report.entries, 1u);
  EXPECT_EQ(report.evictions, 0u);
}

TEST(TokenCache, EveryOctetCounts) {
  const Remembering remembering;
  const std::string token = numbered_token(1, 700);
  ASSERT_EQ(remembering.say(token), "ok");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(remembering.say(changed), outcome(remembering.plain.verify(changed, kNow))) << i;
    EXPECT_NE(remembering.say(changed), "ok") << i;
  }
  EXPECT_NE(remembering.say(token.substr(0, token.size() - 1)), "ok");
  EXPECT_NE(remembering.say(token + "A"), "ok");
  EXPECT_NE(remembering.say(""), "ok");
  EXPECT_EQ(remembering.cache.report().hits, 0u);
  EXPECT_EQ(remembering.work_of(token), 0);
}

TEST(TokenCache, RefusalsAreNotRemembered) {
  const Remembering remembering(open_policy().require("sub"));
  const std::string unsigned_yet = numbered_token(1) + "AAAA";
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(remembering.work_of(numbered_token(1)), 1);
    EXPECT_EQ(remembering.say(numbered_token(1)), "claim_missing(sub)");
    EXPECT_NE(remembering.say(unsigned_yet), "ok");
  }
  EXPECT_EQ(remembering.cache.report().entries, 0u);
  EXPECT_EQ(remembering.cache.report().hits, 0u);
  EXPECT_EQ(remembering.cache.report().misses, 9u);
}

// What is no good token now may be one later, and is then verified.
TEST(TokenCache, ARefusedTokenMayHoldLater) {
  const Remembering remembering;
  const std::string token = token_of(R"({"nbf":1800000100})");
  EXPECT_EQ(remembering.say(token), "token_not_yet_valid(nbf)");
  EXPECT_EQ(remembering.say(token, at(1'800'000'100)), "ok");
  EXPECT_EQ(remembering.work_of(token, at(1'800'000'100)), 0);
}

TEST(TokenCache, TwoVerifiersShareNothing) {
  const Remembering lax;
  const Remembering strict(jwt::Policy().issuer("b").any_audience().algorithms({"HS256"}).any_typ());
  const Remembering same;
  const std::string token = numbered_token(1);
  EXPECT_EQ(lax.say(token), "ok");
  EXPECT_EQ(strict.say(token), "claim_mismatch(iss)");
  EXPECT_EQ(same.work_of(token), 1);
  EXPECT_EQ(lax.work_of(token), 0);

  const auto another = jwt::CachingVerifier::build(lax.plain).value();
  const int before = lax.keys->asked;
  EXPECT_EQ(outcome(another.verify(token, kNow)), "ok");
  EXPECT_EQ(lax.keys->asked - before, 1) << "one of the same verifier has a memory of its own";
}

TEST(TokenCache, CopiesShareTheirMemory) {
  const Remembering remembering;
  const jwt::CachingVerifier copy = remembering.cache;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(remembering.say(numbered_token(1)), "ok");
  EXPECT_EQ(copy.verify(numbered_token(1), kNow).value(), remembering.cache.verify(numbered_token(1), kNow).value());
  EXPECT_EQ(copy.report().hits, 2u);
}

TEST(TokenCache, WhatWasForgottenStaysWithItsUser) {
  std::vector<std::shared_ptr<const jwt::Verified>> held;
  {
    const Remembering remembering;
    for (std::size_t i = 0; i < 3; ++i) held.push_back(remembering.cache.verify(numbered_token(i), kNow).value());
    remembering.cache.clear();
    EXPECT_EQ(remembering.cache.report().entries, 0u);
    EXPECT_EQ(remembering.work_of(numbered_token(0)), 1);
  }
  for (std::size_t i = 0; i < held.size(); ++i) {
    EXPECT_EQ(held[i]->claims().token_id(), std::to_string(i));
    EXPECT_EQ(held[i]->claims().json().find("iss")->string(), "a");
  }
}

TEST(TokenCache, TokensThatAreTooLongAreRefusedAsEver) {
  const Remembering remembering(open_policy().max_size(200));
  EXPECT_EQ(remembering.say(numbered_token(1, 300)), "limit_exceeded(token)");
  EXPECT_EQ(remembering.say(numbered_token(1)), "ok");
}

TEST(TokenCache, WarningsAreRememberedWithTheToken) {
  const Remembering remembering(open_policy().registered_claims(jwt::Scrutiny::warn));
  const std::string token = token_of(R"({"email_verified":"yes"})");
  for (int again = 0; again < 2; ++again) {
    const auto verified = remembering.cache.verify(token, kNow).value();
    ASSERT_EQ(verified->warnings().size(), 1u);
    EXPECT_EQ(to_string(verified->warnings().front()), "claim_type(email_verified)");
  }
  EXPECT_EQ(remembering.keys->asked, 1);
}

TEST(TokenCache, BoundsThatMakeNoSense) {
  const auto said = [](const jwt::TokenCacheOptions& options) {
    return outcome(jwt::CachingVerifier::build(verifier(open_policy()), options));
  };
  EXPECT_EQ(said({.max_bytes = 0}), "limit_exceeded(max_bytes)");
  EXPECT_EQ(said({.max_bytes = (64u << 10) - 1}), "limit_exceeded(max_bytes)");
  EXPECT_EQ(said({.max_bytes = SIZE_MAX}), "limit_exceeded(max_bytes)");
  EXPECT_EQ(said({.max_entries = 0}), "limit_exceeded(max_entries)");
  EXPECT_EQ(said({.max_entries = (1u << 24) + 1}), "limit_exceeded(max_entries)");
  EXPECT_EQ(said({.max_entries = SIZE_MAX}), "limit_exceeded(max_entries)");
  EXPECT_EQ(said({.max_bytes = 64u << 10, .max_entries = 1}), "ok");
  EXPECT_EQ(said({.max_bytes = 64u << 10, .max_entries = 1u << 24}), "ok");
}

TEST(TokenCache, EncryptedTokensAreNotForIt) {
  const Key key = Key::from_jwk(R"({"kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"})").value();
  jwe::Policy outer;
  outer.algorithms = KeyManagementSet::of(std::vector<std::string_view>{"A128KW"}).value();
  outer.encryptions = ContentEncryptionSet::of(std::vector<std::string_view>{"A128GCM"}).value();
  const auto verifier =
      jwt::Verifier::build(open_policy().encrypted(outer), hmac_set(), JwkSet::of(std::span(&key, 1)));
  ASSERT_EQ(outcome(verifier), "ok");
  EXPECT_EQ(outcome(jwt::CachingVerifier::build(*verifier)), "policy_incomplete(cache)");
}

}  // namespace
}  // namespace signet::test
