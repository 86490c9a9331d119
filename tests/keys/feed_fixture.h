// A reader of the feed whose network is in the test's hands.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feed_support.h"
#include "poll_seams.h"
#include "signet/revocation_feed.h"

namespace signet::test {

inline constexpr std::string_view kFeedUrl = "https://issuer.example/revocations";

class FeedTest : public testing::Test {
 public:
  const std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(kNow);
  const std::shared_ptr<ScriptedNet> net = std::make_shared<ScriptedNet>();
  std::shared_ptr<RevocationSet> set = RevocationSet::make({.clock = clock}).value();
  std::vector<std::string> events;
  std::unique_ptr<RevocationFeed> feed;

  /// Begins to read; what happens is noted in `events`: "page 3 of 2", "refused feed_refused(kid)".
  void start(RevocationFeedOptions options = {}, std::string_view url = kFeedUrl) {
    options.on_event = [this](const RevocationFeedEvent& event) { note(event); };
    auto started =
        RevocationFeed::start(std::string(url), std::string(kIssuer), issuer_keys(), set, seams(), std::move(options));
    ASSERT_TRUE(started) << outcome(started);
    feed = *std::move(started);
  }
  RemoteSeams seams() const { return {.http = net, .timers = net, .clock = clock}; }

  /// Answers what is asked now with a page, and lets the reader ask again. What the reader said of it.
  std::string take(std::string page, std::string_view type = feed::kPageMediaType, int status = 200) {
    events.clear();
    net->answer(response(type, std::move(page), status));
    if (net->open_timers() == 1) last_delay = net->fire();
    return events.empty() ? "nothing" : events.back();
  }
  std::string read(const PageText& page) { return take(page_of(page)); }
  /// What a token of the issuer is told that says this one thing, and when it was issued.
  std::string check(RevokedKind kind, std::string_view value, std::optional<Timestamp> issued = std::nullopt) const {
    RevocationQuery query;
    query.issuer = kIssuer;
    std::string_view* const members[] = {&query.token_id,  &query.session_id, &query.subject,
                                         &query.client_id, &query.grant_id,   &query.key_id};
    *members[static_cast<std::size_t>(kind)] = value;
    query.issued_at = issued;
    return outcome(set->check(query, clock->now()));
  }
  std::string check_jti(std::string_view value) const { return check(RevokedKind::jti, value); }
  std::string asked() const { return net->request().url.substr(kFeedUrl.size()); }
  std::string last_error() const {
    const auto error = feed->report().last_error;
    return error ? to_string(*error) : "none";
  }

  Duration last_delay{};

 private:
  void note(const RevocationFeedEvent& event) {
    constexpr std::string_view kNames[] = {"page", "refused", "failed", "new_epoch"};
    EXPECT_EQ(event.url, net_url_);
    std::string text(kNames[static_cast<std::size_t>(event.kind)]);
    text += " ";
    text += event.error ? to_string(*event.error)
                        : joined({std::to_string(event.entries), " to ", std::to_string(event.sequence)});
    events.push_back(std::move(text));
  }
  std::string net_url_{kFeedUrl};
};

}  // namespace signet::test
