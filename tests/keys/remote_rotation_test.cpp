// Rotations of an issuer's keys while many threads verify.
#include <algorithm>
#include <atomic>
#include <vector>

#include "remote_fixture.h"
#include "signet/jwt.h"
#include "verifying.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

constexpr int kRotations = 100;
constexpr int kMaxAge = 60;

/// An issuer that changes its keys, and those who verify what it signs.
class Rotation : public RemoteTest {
 protected:
  Rotation() {
    keys_.push_back(make_key("0"));
    sign_with(keys_.front());
    world->serve([this](const HttpRequest&) {
      const std::scoped_lock lock(mutex_);
      return served_set(JwkSet::of(keys_).to_public_json().value(), "max-age=60");
    });
    set_ = open({.cool_down = seconds(30)});
    EXPECT_EQ(outcome(set_->load(seconds(0))), "ok");
  }

  void publish(const Key& key) {
    const std::scoped_lock lock(mutex_);
    keys_.push_back(key);
  }
  void withdraw_oldest() {
    const std::scoped_lock lock(mutex_);
    keys_.erase(keys_.begin());
  }
  void sign_with(const Key& key) {
    auto token = std::make_shared<const std::string>(token_of(key));
    const std::scoped_lock lock(mutex_);
    token_ = std::move(token);
  }
  std::shared_ptr<const std::string> token() {
    const std::scoped_lock lock(mutex_);
    return token_;
  }
  jwt::Verifier verifier() const { return verifier_of(set_); }
  /// Time passes second by second.
  void pass(std::int64_t count) const {
    for (std::int64_t i = 0; i < count; ++i) world->advance(seconds(1));
  }

  std::mutex mutex_;
  std::vector<Key> keys_;
  std::shared_ptr<const std::string> token_;
  std::shared_ptr<RemoteJwkSet> set_;
};

// Each key is published for longer than a set counts before it signs, and withdrawn when what it signed has passed.
TEST_F(Rotation, WithPublishingAheadNothingFails) {
  const Verifying threads(verifier(), [this](const jwt::Verifier& checked, jwt::Scratch& scratch) {
    return checked.verify(*token(), world->now(), scratch).has_value();
  });
  for (int rotation = 1; rotation <= kRotations; ++rotation) {
    const Key next = make_key(std::to_string(rotation));
    publish(next);
    threads.pass(*world, kMaxAge + 1);
    sign_with(next);
    threads.wait_for_all();
    withdraw_oldest();
  }
  EXPECT_EQ(threads.bad(), 0U);
  EXPECT_EQ(set_->report().unknown_kids, 0U);
  EXPECT_GE(set_->report().refreshes, 100U);
}

// A key that signs as soon as it is published: the first token finds it, unless that is within the cool-down.
TEST_F(Rotation, WithoutItFailuresEndWithTheCoolDown) {
  const jwt::Verifier checked = verifier();
  std::int64_t longest = 0;
  for (int rotation = 1; rotation <= kRotations; ++rotation) {
    const Key next = make_key(std::to_string(rotation));
    publish(next);
    sign_with(next);
    std::int64_t failed = 0;
    for (; !checked.verify(*token(), world->now()); ++failed) pass(1);
    longest = std::max(longest, failed);
    withdraw_oldest();
    pass(rotation % 17);
  }
  EXPECT_LE(longest, 30);
  EXPECT_GE(longest, 10) << "or this test shows nothing";
}

TEST_F(Rotation, WithdrawnKeysAreRefusedWithinMaxAge) {
  const jwt::Verifier checked = verifier();
  const std::string old = *token();
  publish(make_key("1"));
  pass(kMaxAge);
  withdraw_oldest();
  pass(kMaxAge);
  EXPECT_EQ(outcome(checked.verify(old, world->now())), "key_not_found(kid)");
}

TEST_F(Rotation, AndWithinMaxStaleMoreWhenTheIssuerIsDown) {
  const jwt::Verifier checked = verifier();
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  pass(kMaxAge + 3600 - 1);
  EXPECT_EQ(outcome(checked.verify(*token(), world->now())), "ok");
  pass(1);
  EXPECT_EQ(outcome(checked.verify(*token(), world->now())), "keys_unavailable(fetch_failed)");
}

// Invented kids, reports and keys that come, all at once: known keys are found throughout.
TEST_F(Rotation, EverythingAtOnce) {
  std::atomic<std::uint64_t> serial = 0;
  const Verifying threads(verifier(), [&](const jwt::Verifier& checked, jwt::Scratch& scratch) {
    const std::string kid = joined({"invented-", std::to_string(++serial)});
    return checked.verify(*token(), world->now(), scratch) && look(*set_, kid) == "key_not_found(kid)" &&
           set_->version() && set_->report().keys > 0 && !set_->why_not_found(kid).empty();
  });
  for (int rotation = 1; rotation <= 20; ++rotation) {
    publish(make_key(std::to_string(rotation)));
    threads.pass(*world, 45);
  }
  EXPECT_EQ(threads.bad(), 0U);
  EXPECT_LE(set_->report().unknown_kid_refreshes, 20U * 45 / 30 + 1);
}

}  // namespace
}  // namespace signet::test
