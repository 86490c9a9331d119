// Tokens that are revoked after they were remembered.
#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "manual_clock.h"
#include "signet/revocation.h"
#include "signet/seams/revocation_source.h"
#include "token_cache_fixture.h"

namespace signet::test {
namespace {

class Source final : public RevocationSource {
 public:
  Result<> check(const RevocationQuery& query, Timestamp) const override {
    ++asked;
    if (throws) throw std::runtime_error("the store is gone");
    if (unknown) return fail(Errc::revocations_unknown, "silent");
    return query.token_id == revoked ? fail(Errc::revoked, "jti") : Result<>{};
  }
  std::optional<std::uint64_t> version() const noexcept override { return number; }

  std::optional<std::uint64_t> number = 1;
  std::string revoked;
  bool unknown = false;
  bool throws = false;
  mutable int asked = 0;
};

class TokenCacheRevocation : public testing::Test {
 protected:
  std::string say(std::size_t number) const { return remembering_.say(numbered_token(number)); }
  int verified() const { return remembering_.keys->asked; }

  std::shared_ptr<Source> source_ = std::make_shared<Source>();
  Remembering remembering_ = Remembering(open_policy().revocations(source_));
};

TEST_F(TokenCacheRevocation, IsAskedAgainWhenItHasMoved) {
  EXPECT_EQ(say(1), "ok");
  EXPECT_EQ(say(1), "ok");
  EXPECT_EQ(source_->asked, 1) << "nothing has changed";
  source_->number = 2;
  for (int again = 0; again < 3; ++again) EXPECT_EQ(say(1), "ok");
  EXPECT_EQ(source_->asked, 2) << "once for each change";
  EXPECT_EQ(verified(), 1) << "and no signature was verified for it";
}

TEST_F(TokenCacheRevocation, ARevokedTokenIsForgotten) {
  EXPECT_EQ(say(1), "ok");
  EXPECT_EQ(say(2), "ok");
  source_->revoked = "1";
  source_->number = 2;
  EXPECT_EQ(say(1), "revoked(jti)");
  EXPECT_EQ(say(2), "ok");
  EXPECT_EQ(remembering_.cache.report().entries, 1u);
  EXPECT_EQ(verified(), 2);
  EXPECT_EQ(say(1), "revoked(jti)") << "verified again";
  EXPECT_EQ(verified(), 3);
}

// A revocation that comes while the token is verified is found by the next call.
TEST_F(TokenCacheRevocation, ARevocationDuringAVerification) {
  remembering_.keys->on_find = [this] { source_->number = 2; };
  EXPECT_EQ(say(1), "ok");
  remembering_.keys->on_find = {};
  source_->revoked = "1";
  EXPECT_EQ(say(1), "revoked(jti)");
}

TEST_F(TokenCacheRevocation, WhatIsUnknownIsNoVerdict) {
  EXPECT_EQ(say(1), "ok");
  source_->number = 2;
  source_->unknown = true;
  EXPECT_EQ(say(1), "revocations_unknown(silent)");
  EXPECT_EQ(say(1), "revocations_unknown(silent)");
  source_->unknown = false;
  source_->throws = true;
  EXPECT_EQ(say(1), "internal(revocations)");
  source_->throws = false;
  EXPECT_EQ(say(1), "ok");
  EXPECT_EQ(verified(), 1) << "it is still remembered";
}

TEST_F(TokenCacheRevocation, ASourceThatCannotTell) {
  source_->number = std::nullopt;
  for (int again = 1; again <= 3; ++again) {
    EXPECT_EQ(say(1), "ok");
    EXPECT_EQ(source_->asked, again);
    EXPECT_EQ(verified(), again);
  }
  EXPECT_EQ(remembering_.cache.report().entries, 0u);
  source_->number = 1;
  EXPECT_EQ(say(1), "ok");
  source_->number = std::nullopt;
  source_->revoked = "1";
  EXPECT_EQ(say(1), "revoked(jti)") << "what is remembered does not count meanwhile";
}

TEST_F(TokenCacheRevocation, ARevokedTokenIsNotRemembered) {
  source_->revoked = "1";
  EXPECT_EQ(say(1), "revoked(jti)");
  EXPECT_EQ(say(1), "revoked(jti)");
  EXPECT_EQ(verified(), 2);
  EXPECT_EQ(remembering_.cache.report().entries, 0u);
}

// With the set that the house has, and its silence.
TEST(TokenCacheRevocations, OfARealSet) {
  const auto clock = std::make_shared<ManualClock>();
  const auto set = RevocationSet::make({.max_silence = std::chrono::minutes(1), .clock = clock}).value();
  const Remembering remembering(open_policy().revocations(set));
  const std::string token = numbered_token(1);
  EXPECT_EQ(remembering.say(token), "revocations_unknown(never)");
  set->heard(1);
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.cache.report().hits, 1u);

  clock->advance(std::chrono::minutes(2));
  EXPECT_EQ(remembering.say(token), "revocations_unknown(silent)") << "no version moved, and yet";
  set->heard(2);
  EXPECT_EQ(remembering.say(token), "ok");
  EXPECT_EQ(remembering.cache.report().hits, 2u);

  const Revocation other{
      .kind = RevokedKind::jti, .issuer = "a", .value = "2", .expires = kNow + std::chrono::hours(1)};
  ASSERT_EQ(outcome(set->add(other, kNow)), "ok");
  EXPECT_EQ(remembering.say(token), "ok");
  const Revocation this_one{
      .kind = RevokedKind::jti, .issuer = "a", .value = "1", .expires = kNow + std::chrono::hours(1)};
  ASSERT_EQ(outcome(set->add(this_one, kNow)), "ok");
  EXPECT_EQ(remembering.say(token), "revoked(jti)");
  EXPECT_EQ(remembering.cache.report().entries, 0u);
  set->distrust();
  EXPECT_EQ(remembering.say(token), "revoked(jti)");
  EXPECT_EQ(remembering.say(numbered_token(3)), "revocations_unknown(never)");
}

}  // namespace
}  // namespace signet::test
