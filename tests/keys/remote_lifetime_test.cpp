// Who waits, who is gone, and what is told of it.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "remote_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class RemoteLifetime : public RemoteTest {
 protected:
  /// Answers the next request from another thread, as soon as there is one.
  std::jthread answering(Result<HttpResponse> answer) const {
    return std::jthread([world = world, answer = std::move(answer)] {
      while (!world->answer(answer)) std::this_thread::yield();
    });
  }
};

TEST_F(RemoteLifetime, AnAnswerAfterTheSetIsGoneMeetsNobody) {
  auto set = open();
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  set.reset();
  EXPECT_TRUE(world->answer(served_set(set_of({"a"}))));
  EXPECT_TRUE(diary->take().empty());
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(RemoteLifetime, ATimerAfterTheSetIsGoneAsksNobody) {
  auto set = opened(served_set(set_of({"a"})));
  EXPECT_EQ(world->timers(), 1U);
  set.reset();
  world->advance(seconds(1000));
  EXPECT_EQ(world->sent(), 1U);
}

// The last one who holds a set may be whoever is told about it.
TEST_F(RemoteLifetime, EndsInItsOwnCallback) {
  std::shared_ptr<RemoteJwkSet> set;
  set = RemoteJwkSet::of_url(kKeysUrl, seams(), {.on_event = [&set](const RemoteKeyEvent&) { set.reset(); }}).value();
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  EXPECT_TRUE(world->answer(served_set(set_of({"a"}))));
  EXPECT_EQ(set, nullptr);
}

TEST_F(RemoteLifetime, KeysThatWereFoundOutliveTheSet) {
  auto set = opened(served_set(set_of({"a"})));
  const KeyCandidates found = set->find({.kid = "a", .algorithm = find_signature_algorithm("ES256")}).value();
  set.reset();
  EXPECT_EQ(found.keys[0]->kid(), "a");
}

TEST_F(RemoteLifetime, LoadWaits) {
  const auto set = open();
  const std::jthread server = answering(served_set(set_of({"a"})));
  EXPECT_EQ(outcome(set->load(seconds(60))), "ok");
  EXPECT_EQ(outcome(set->load(seconds(0))), "ok") << "it is there";
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(RemoteLifetime, LoadGoesThroughFailures) {
  const auto set = open();
  const std::jthread server([this] {
    while (!world->answer(fail(Errc::fetch_failed, "connect"))) std::this_thread::yield();
    while (!world->answer(served_set(set_of({"a"})))) world->advance(seconds(1));
  });
  EXPECT_EQ(outcome(set->load(seconds(60))), "ok");
}

TEST_F(RemoteLifetime, LoadEndsWithItsDeadline) {
  const auto set = open();
  EXPECT_EQ(outcome(set->load(seconds(0))), "keys_unavailable(timeout)");
  ASSERT_TRUE(world->answer(fail(Errc::fetch_failed, "connect")));
  EXPECT_EQ(outcome(set->load(seconds(0))), "fetch_failed(connect)");
  EXPECT_EQ(outcome(set->load(Duration::min())), "fetch_failed(connect)");
}

TEST_F(RemoteLifetime, RefreshAsksWhateverTheAge) {
  const auto set = opened(served_set(set_of({"a"})));
  {
    const std::jthread server = answering(served_set(set_of({"b"})));
    EXPECT_EQ(outcome(set->refresh(seconds(60))), "ok");
  }
  EXPECT_EQ(look(*set, "b"), "ok");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(outcome(set->refresh(seconds(0))), "keys_unavailable(timeout)");
  EXPECT_EQ(world->sent(), 3U) << "one that is under way counts as this one";
  ASSERT_TRUE(world->answer(fail(Errc::fetch_failed, "connect")));
  const std::jthread server = answering(fail(Errc::fetch_failed, "resolve"));
  EXPECT_EQ(outcome(set->refresh(seconds(60))), "fetch_failed(resolve)");
}

TEST_F(RemoteLifetime, FindWaitsForItsKeyWhenToldTo) {
  const auto set = open({.wait_for_key = seconds(60)});
  {
    const std::jthread server = answering(served_set(set_of({"a"})));
    EXPECT_EQ(look(*set, "a"), "ok");
  }
  const std::jthread server = answering(served_set(set_of({"a", "b"})));
  EXPECT_EQ(look(*set, "b"), "ok");
  EXPECT_EQ(look(*set, "c"), "key_not_found(kid)") << "within the cool-down there is nothing to wait for";
}

TEST_F(RemoteLifetime, FindWaitsNoLongerThanToldTo) {
  const auto set = open({.wait_for_key = Duration(1)});
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
}

TEST_F(RemoteLifetime, TheKeysAsTheyAre) {
  const auto set = open();
  EXPECT_EQ(outcome(set->keys()), "keys_unavailable(loading)");
  ASSERT_TRUE(world->answer(served_set(set_of({"a", "b"}))));
  EXPECT_EQ(set->keys().value().entries().size(), 2U);
}

class RemoteReport : public RemoteTest {};

TEST_F(RemoteReport, TellsHowThingsStand) {
  const auto set = open();
  const RemoteKeyReport nothing = set->report();
  EXPECT_EQ(nothing.url, kKeysUrl);
  EXPECT_FALSE(nothing.age || nothing.fresh_for || nothing.last_error || nothing.next_refresh);
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  EXPECT_TRUE(set->report().refresh_under_way);
  ASSERT_TRUE(world->answer(served_set(set_of({"a", "b"}))));
  world->advance(seconds(30));
  const RemoteKeyReport good = set->report();
  EXPECT_EQ(good.keys, 2U);
  EXPECT_EQ(good.age, seconds(30));
  EXPECT_EQ(good.fresh_for, seconds(70));
  EXPECT_EQ(good.next_refresh, seconds(50));
  EXPECT_FALSE(good.refresh_under_way);
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  world->advance(seconds(80));
  const RemoteKeyReport bad = set->report();
  EXPECT_EQ(bad.fresh_for, seconds(-10));
  EXPECT_EQ(outcome(Result<>(std::unexpected(*bad.last_error))), "fetch_failed(connect)");
  EXPECT_EQ(bad.refreshes, 1U);
  EXPECT_EQ(bad.failures, 5U) << "after 0, 1, 2, 4 and 8 s";
}

TEST_F(RemoteReport, WhyAKeyIsNotFound) {
  const auto set = open();
  EXPECT_EQ(set->why_not_found("b"), "no set was loaded yet");
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  ASSERT_TRUE(world->answer(fail(Errc::fetch_failed, "connect")));
  EXPECT_EQ(set->why_not_found("b"), "no set could be loaded: fetch_failed(connect)");
  world->advance(seconds(1));
  ASSERT_TRUE(world->answer(served_set(set_of({"a"}), "max-age=100")));
  world->advance(seconds(12));
  EXPECT_EQ(set->why_not_found("b"),
            "the set of 1 key is 12 s old and has no key of this kid; the issuer may be asked again in 0 s");
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  EXPECT_EQ(set->why_not_found("b"),
            "the set of 1 key is 12 s old and has no key of this kid; the issuer is being asked");
  ASSERT_TRUE(world->answer(served_set(set_of({"a", "c"}), "max-age=100")));
  world->advance(seconds(12));
  EXPECT_EQ(set->why_not_found("b"),
            "the set of 2 keys is 12 s old and has no key of this kid; the issuer may be asked again in 18 s");
  EXPECT_EQ(set->why_not_found("c"),
            "the set of 2 keys is 12 s old and has a key of this kid, which does not fit the token; the issuer may be "
            "asked again in 18 s");
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  world->advance(seconds(4000));
  EXPECT_EQ(set->why_not_found("b"),
            "the set of 2 keys is 4012 s old, too old to be used, and no newer one can be had: fetch_failed(connect)");
}

TEST_F(RemoteReport, EventsNameWhatWasConfigured) {
  std::vector<RemoteKeyEvent> events;
  world->serve([](const HttpRequest&) { return served_set(set_of({"a"})); });
  const auto set =
      RemoteJwkSet::of_url(kKeysUrl, seams(), {.on_event = [&](const RemoteKeyEvent& one) { events.push_back(one); }})
          .value();
  ASSERT_TRUE(set->load(seconds(0)));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].url, kKeysUrl);
  EXPECT_EQ(events[0].keys, 1U);
}

}  // namespace
}  // namespace signet::test
