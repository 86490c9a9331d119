// SETs that are polled: RFC 8936.
#include <chrono>
#include <memory>
#include <string>

#include "poll_seams.h"
#include "set_support.h"
#include "signet/memory_replay_store.h"
#include "signet/security_events.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

class SetPollTest : public testing::Test {
 public:
  const std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(kNow);
  const std::shared_ptr<ScriptedNet> net = std::make_shared<ScriptedNet>();
  std::shared_ptr<RevocationSet> set = RevocationSet::make({.clock = clock}).value();
  std::unique_ptr<SetPoller> poller;
  Duration last_delay{};

  SecurityEventOptions events() const {
    SecurityEventOptions options{.issuer = std::string(kIssuer), .audience = "https://rs.example"};
    options.keys = issuer_keys();
    options.revocations = set;
    options.replay = std::make_shared<MemoryReplayStore>();
    return options;
  }
  void start(SetPollOptions options = {}) {
    auto started = SetPoller::start("https://issuer.example/poll", events(),
                                    {.http = net, .timers = net, .clock = clock}, std::move(options));
    ASSERT_TRUE(started) << outcome(started);
    poller = *std::move(started);
  }
  /// Answers what is asked now, and lets the poller ask again: the body of the next request.
  std::string answer(std::string body, int status = 200, std::string_view type = "application/json") {
    net->answer(response(type, std::move(body), status));
    last_delay = net->fire();
    return net->request().body;
  }
  /// Each of them under its name.
  static std::string sets(std::initializer_list<std::pair<std::string_view, std::string>> members,
                          std::string_view more = {}) {
    std::string text = R"({"sets":{)";
    for (const auto& [id, token] : members) {
      if (text.back() != '{') text += ",";
      text += joined({"\"", id, "\":\"", token, "\""});
    }
    text += joined({"}", more, "}"});
    return text;
  }
  static std::string good(std::string_view id, std::string_view kid = "a") {
    return set_of(with_subject(kSessionRevoked, joined({R"({"format":"opaque","id":"s-)", id, "\"}"}), id), kid);
  }
};

/// What the transmitter is told of one SET, and of all of them, to the end of the request.
std::string told(std::string_view code, std::string_view description) {
  return joined({R"({"err":")", code, R"(","description":")", description, R"("})"});
}
std::string errors(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string text = R"("setErrs":{)";
  for (const auto& [id, error] : members) {
    if (text.back() != '{') text += ",";
    text += joined({"\"", id, "\":", error});
  }
  return text + "}}";
}

// What is asked when the transmitter may hold the request, and when its answer is needed at once.
constexpr std::string_view kPlain = R"({"maxEvents":100,"returnImmediately":false})";
constexpr std::string_view kBegin = R"({"maxEvents":100,"returnImmediately":false,)";
constexpr std::string_view kPlainAtOnce = R"({"maxEvents":100,"returnImmediately":true})";
constexpr std::string_view kBeginAtOnce = R"({"maxEvents":100,"returnImmediately":true,)";

TEST_F(SetPollTest, AcknowledgesWhatIsInTheSet) {
  start({.authorization = [] { return "Bearer x"; }});
  EXPECT_EQ(net->request().method, "POST");
  EXPECT_EQ(net->request().url, "https://issuer.example/poll");
  EXPECT_EQ(field_of(net->request(), "Content-Type"), "application/json");
  EXPECT_EQ(field_of(net->request(), "Authorization"), "Bearer x");
  EXPECT_EQ(net->request().timeout, seconds(5));
  EXPECT_EQ(net->request().body, kPlainAtOnce);
  EXPECT_EQ(answer(sets({{"1", good("1")}, {"2", good("2")}})), joined({kBegin, R"("ack":["1","2"]})"}));
  EXPECT_EQ(net->request().timeout, seconds(35));
  EXPECT_EQ(last_delay, seconds(1));
  EXPECT_EQ(set->size(), 2u);
  EXPECT_EQ(answer(sets({})), kPlain);
  const SetPollReport report = poller->report();
  EXPECT_EQ(report.polls, 2u);
  EXPECT_EQ(report.applied, 2u);
  EXPECT_EQ(report.entries, 2u);
  EXPECT_EQ(report.lag, Duration::zero());
}

TEST_F(SetPollTest, MoreIsAskedForAtOnce) {
  start({.max_events = 1, .wait = Duration::zero()});
  EXPECT_EQ(net->request().body, R"({"maxEvents":1,"returnImmediately":true})");
  EXPECT_EQ(answer(sets({{"1", good("1")}}, R"(,"moreAvailable":true)")),
            R"({"maxEvents":1,"returnImmediately":true,"ack":["1"]})");
  EXPECT_EQ(last_delay, Duration::zero());
  EXPECT_FALSE(poller->report().lag);
  // A promise of more that brings nothing is not asked for at once.
  answer(sets({}, R"(,"moreAvailable":true)"));
  EXPECT_EQ(last_delay, seconds(1));
  answer(sets({}, R"(,"moreAvailable":false)"));
  EXPECT_EQ(last_delay, seconds(1));
  EXPECT_TRUE(poller->report().lag);
}

TEST_F(SetPollTest, RefusesByName) {
  start();
  const std::string unsupported = set_of(set_claims("urn:x", "{}", "", "3"));
  EXPECT_EQ(answer(sets({{"1", good("1")}, {"2", "x.y.z"}, {"3", unsupported}, {"4", good("5")}})),
            joined({kBegin, R"("ack":["1"],)",
                    errors({{"2", told("invalid_request", "malformed_token(header)")},
                            {"3", told("invalid_request", "event_unsupported(urn:x)")},
                            {"4", told("invalid_request", "claim_mismatch(jti)")}})}));
  EXPECT_EQ(field_of(net->request(), "Content-Language"), "en");
  EXPECT_EQ(set->size(), 1u);
  EXPECT_EQ(poller->report().refused, 3u);
  EXPECT_EQ(answer(sets({})), kPlain);
  EXPECT_EQ(field_of(net->request(), "Content-Language"), "");
}

TEST_F(SetPollTest, WhatIsNoTextIsRefused) {
  start();
  EXPECT_EQ(answer(R"({"sets":{"1":null}})"),
            joined({kBegin, errors({{"1", told("invalid_request", "malformed_token(sets)")}})}));
}

TEST_F(SetPollTest, WhatComesAgainIsAcknowledgedAgain) {
  start();
  answer(sets({{"1", good("1")}}));
  EXPECT_EQ(answer(sets({{"1", good("1")}})), joined({kBegin, R"("ack":["1"]})"}));
  EXPECT_EQ(poller->report().applied, 1u);
  EXPECT_EQ(poller->report().repeated, 1u);
}

TEST_F(SetPollTest, AcknowledgementsSurviveAFailure) {
  start({.first_retry = seconds(1), .max_retry = seconds(3)});
  const std::string acknowledging = joined({kBeginAtOnce, R"("ack":["1"]})"});
  EXPECT_EQ(answer(sets({{"1", good("1")}})), joined({kBegin, R"("ack":["1"]})"}));
  EXPECT_EQ(answer("", 503), acknowledging);
  EXPECT_EQ(last_delay, seconds(1));
  EXPECT_EQ(to_string(*poller->report().last_error), "response_unusable(status)");
  EXPECT_EQ(answer("", 503), acknowledging);
  EXPECT_EQ(last_delay, seconds(2));
  EXPECT_EQ(answer("", 503), acknowledging);
  EXPECT_EQ(last_delay, seconds(3));
  EXPECT_EQ(answer(sets({})), kPlain);
  EXPECT_EQ(poller->report().failures, 3u);
  EXPECT_FALSE(poller->report().last_error);
}

TEST_F(SetPollTest, AnswersThatAreNone) {
  start();
  const auto error_of = [&](std::string body, std::string_view type = "application/json") {
    answer(std::move(body), 200, type);
    return to_string(*poller->report().last_error);
  };
  EXPECT_EQ(error_of(R"({"sets":{}})", "text/html"), "response_unusable(content_type)");
  EXPECT_EQ(error_of(""), "response_unusable(body)");
  EXPECT_EQ(error_of(R"({"sets":{"1":"a","1":"b"}})"), "response_unusable(body)");
  for (const std::string_view body : {"{}", "[]", R"({"sets":[]})", R"({"sets":null})"})
    EXPECT_EQ(error_of(std::string(body)), "response_unusable(sets)") << body;
  EXPECT_EQ(error_of(R"({"sets":{},"moreAvailable":1})"), "response_unusable(moreAvailable)");
  net->answer(fail(Errc::fetch_failed, "connect"));
  EXPECT_EQ(to_string(*poller->report().last_error), "fetch_failed(connect)");
}

TEST_F(SetPollTest, NoMoreThanWasAskedForIsLookedAt) {
  start({.max_events = 2});
  EXPECT_EQ(answer(sets({{"1", good("1")}, {"2", good("2")}, {"3", good("3")}})),
            R"({"maxEvents":2,"returnImmediately":true,"ack":["1","2"]})");
  EXPECT_EQ(set->size(), 2u);
  EXPECT_FALSE(poller->report().lag);
}

TEST_F(SetPollTest, WhatFindsNoRoomComesAgain) {
  set = RevocationSet::make({.max_entries = 1, .clock = clock}).value();
  start();
  EXPECT_EQ(answer(sets({{"1", good("1")}, {"2", good("2")}})), joined({kBeginAtOnce, R"("ack":["1"]})"}));
  EXPECT_EQ(poller->report().postponed, 1u);
  EXPECT_EQ(answer(sets({{"2", good("2")}})), kPlainAtOnce);
  EXPECT_EQ(last_delay, seconds(1));  // a failure, so that it does not go round and round
  answer(sets({{"2", good("2")}}));
  EXPECT_EQ(last_delay, seconds(2));
}

TEST_F(SetPollTest, AKeyThatMayBeNewIsWaitedForButNotForever) {
  start();
  const std::string unknown = jws::sign_compact(as_bytes(with_subject(kSessionRevoked, kUser)),
                                                *new_key("ES256", "new").signer().value(), {.typ = "secevent+jwt"})
                                  .value();
  for (int i = 1; i < 8; ++i) EXPECT_EQ(answer(sets({{"1", unknown}})), kPlainAtOnce) << i;
  EXPECT_EQ(answer(sets({{"1", unknown}})),
            joined({kBegin, errors({{"1", told("invalid_key", "key_not_found(kid)")}})}));
  EXPECT_EQ(poller->report().postponed, 7u);
  EXPECT_EQ(poller->report().refused, 1u);
}

TEST_F(SetPollTest, APollerMayBeWhatTheSetHearsOf) {
  start({.counts_as_heard = true});
  EXPECT_FALSE(set->silence());
  answer(sets({{"1", good("1")}}, R"(,"moreAvailable":true)"));
  EXPECT_FALSE(set->silence());
  answer(sets({{"2", good("2")}}));
  EXPECT_EQ(set->silence(), Duration::zero());
  EXPECT_EQ(set->sequence(), 2u);
  clock->advance(seconds(5));
  answer("", 500);
  EXPECT_EQ(set->silence(), seconds(5));
  poller.reset();
  net->answer(response("application/json", sets({})));  // for nobody
  start();
  answer(sets({}));
  EXPECT_EQ(set->silence(), seconds(5));
}

TEST_F(SetPollTest, WhatArrivesAfterTheEndIsDropped) {
  start();
  poller.reset();
  net->answer(response("application/json", sets({{"1", good("1")}})));
  EXPECT_EQ(set->size(), 0u);
  EXPECT_EQ(net->open_timers(), 0u);
}

TEST_F(SetPollTest, WhatCannotBeStarted) {
  const auto try_with = [&](const SetPollOptions& options, std::string_view url = "https://i.example/") {
    return outcome(SetPoller::start(std::string(url), events(), {.http = net, .timers = net, .clock = clock}, options));
  };
  EXPECT_EQ(try_with({}, "file:///x"), "fetch_refused(url)");
  EXPECT_EQ(try_with({.max_events = 0}), "limit_exceeded(max_events)");
  EXPECT_EQ(try_with({.max_events = 1001}), "limit_exceeded(max_events)");
  EXPECT_EQ(try_with({.wait = seconds(61)}), "limit_exceeded(wait)");
  EXPECT_EQ(try_with({.max_body = 0}), "limit_exceeded(max_body)");
  EXPECT_EQ(try_with({.interval = Duration::zero()}), "limit_exceeded(interval)");
  EXPECT_EQ(net->open_requests(), 0u);
}

}  // namespace
}  // namespace signet::test
