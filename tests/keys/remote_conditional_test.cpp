// Asking only for what changed: entity-tags, and what a version tells.
#include <gmock/gmock.h>

#include "remote_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class RemoteConditional : public RemoteTest {
 protected:
  static HttpResponse not_modified(std::vector<HttpField> fields = {}) {
    return {.status = 304, .fields = std::move(fields), .body = {}};
  }
  /// What the second request says when the first answer had this tag.
  std::string tag_after(std::string_view etag) const {
    const auto set = opened(served_set(set_of({"a"}), "max-age=100", {{"ETag", std::string(etag)}}));
    world->advance(seconds(80));
    EXPECT_EQ(world->sent() % 2, 0U);
    const std::string tag = sent_field(world->last_request(), "If-None-Match");
    EXPECT_TRUE(world->answer(served_set(set_of({"a"}))));
    return tag;
  }
};

TEST_F(RemoteConditional, NotModifiedConfirms) {
  const auto set = opened(served_set(set_of({"a"}), "max-age=100", {{"ETag", "\"one\""}}));
  const auto version = set->version();
  world->advance(seconds(80));
  EXPECT_EQ(sent_field(world->last_request(), "If-None-Match"), "\"one\"");
  ASSERT_TRUE(world->answer(not_modified({{"Cache-Control", "max-age=200"}})));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(set->version(), version);
  EXPECT_EQ(set->report().fresh_for, seconds(200));
  EXPECT_EQ(set->report().not_modified, 1U);
  EXPECT_THAT(diary->take(), ElementsAre("refreshed"));
}

//= rfc9111#4.3.4 what the stored response says holds as far as the 304 (Not Modified) response does not say otherwise
TEST_F(RemoteConditional, WhatWasSaidBeforeHolds) {
  const auto set = opened(served_set(set_of({"a"}), "max-age=100", {{"ETag", "\"one\""}}));
  world->advance(seconds(80));
  ASSERT_TRUE(world->answer(not_modified()));
  EXPECT_EQ(set->report().fresh_for, seconds(100));
  world->advance(seconds(80));
  EXPECT_EQ(sent_field(world->last_request(), "If-None-Match"), "\"one\"") << "still";
}

TEST_F(RemoteConditional, ConfirmsWhatHadExpired) {
  const auto set = opened(served_set(set_of({"a"}), "max-age=100", {{"ETag", "\"one\""}}), {.max_stale = seconds(1)});
  const auto version = set->version();
  world->sleep(seconds(1000));
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  EXPECT_THAT(diary->take(), ElementsAre("expired"));
  EXPECT_EQ(set->version(), std::nullopt);
  ASSERT_TRUE(world->answer(not_modified()));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(set->version(), version);
}

TEST_F(RemoteConditional, NotModifiedWithoutHavingBeenAskedIsNoAnswer) {
  const auto set = opened(served_set(set_of({"a"})));
  world->advance(seconds(80));
  ASSERT_TRUE(world->answer(not_modified()));
  EXPECT_THAT(diary->take(), ElementsAre("failed(response_unusable(status))"));
  EXPECT_EQ(look(*set, "a"), "ok") << "what is known is kept";
}

TEST_F(RemoteConditional, ATagIsSentBackAsItCame) {
  EXPECT_EQ(tag_after("\"x\""), "\"x\"");
  EXPECT_EQ(tag_after("W/\"x y\""), "") << "no space is in a tag";
  EXPECT_EQ(tag_after("W/\"xy\""), "W/\"xy\"");
  EXPECT_EQ(tag_after("xy"), "");
  EXPECT_EQ(tag_after("\"x\"y\""), "");
  EXPECT_EQ(tag_after("\""), "");
  EXPECT_EQ(tag_after(std::string(300, '"')), "");
  EXPECT_EQ(tag_after("\"x\r\nHost: y\""), "");
}

TEST_F(RemoteConditional, TheVersionChangesWithTheKeys) {
  const auto set = opened(served_set(set_of({"a"})));
  const auto first = set->version();
  ASSERT_TRUE(first);
  world->advance(seconds(80));
  ASSERT_TRUE(world->answer(served_set(set_of({"a"}))));
  EXPECT_EQ(set->version(), first) << "the same text";
  EXPECT_THAT(diary->take(), ElementsAre("refreshed"));
  world->advance(seconds(80));
  ASSERT_TRUE(world->answer(served_set(set_of({"b"}))));
  EXPECT_NE(set->version(), first);
  EXPECT_NE(set->version(), std::nullopt);
  EXPECT_THAT(diary->take(), ElementsAre("refreshed", "changed"));
}

// Keys that are the same are not parsed into new objects: who holds one prepared goes on with it.
TEST_F(RemoteConditional, TheSameKeysStayPrepared) {
  const auto set = opened(served_set(set_of({"a"})));
  const KeyQuery query{.kid = "a", .algorithm = find_signature_algorithm("ES256")};
  const auto before = set->find(query).value().keys[0];
  world->advance(seconds(80));
  ASSERT_TRUE(world->answer(served_set(set_of({"a"}))));
  EXPECT_EQ(set->find(query).value().keys[0], before);
}

}  // namespace
}  // namespace signet::test
