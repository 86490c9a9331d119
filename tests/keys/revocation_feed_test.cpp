// The reader of the feed: what it takes, what it refuses, and what becomes of the set.
#include "signet/revocation_feed.h"

#include <chrono>
#include <string>

#include "feed_fixture.h"

namespace signet::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RevocationFeedTest : public FeedTest {};

TEST_F(RevocationFeedTest, ReadsFromTheBeginningToTheEnd) {
  start();
  EXPECT_EQ(asked(), "?since=0");
  EXPECT_EQ(net->request().method, "GET");
  EXPECT_EQ(field_of(net->request(), "Accept"), "application/signet-revocations+jwt");
  EXPECT_EQ(net->request().timeout, seconds(5));
  EXPECT_EQ(net->request().max_body, feed::kMaxPageSize);
  EXPECT_EQ(check_jti("t1"), "revocations_unknown(never)");

  EXPECT_EQ(
      read({.to = 2, .more = true, .entries = {entry(1, RevokedKind::jti, "t1"), entry(2, RevokedKind::sid, "s")}}),
      "page 2 to 2");
  EXPECT_EQ(last_delay, Duration::zero());
  EXPECT_EQ(asked(), "?since=2");
  // Half of the log is in: the set does not answer yet.
  EXPECT_EQ(check_jti("other"), "revocations_unknown(never)");
  EXPECT_FALSE(feed->report().lag);

  EXPECT_EQ(read({.from = 2, .to = 5, .entries = {entry(4, RevokedKind::sub, "u", kNow)}}), "page 1 to 5");
  EXPECT_EQ(asked(), "?since=5&wait=10");
  EXPECT_EQ(check_jti("t1"), "revoked(jti)");
  EXPECT_EQ(check(RevokedKind::sid, "s"), "revoked(sid)");
  EXPECT_EQ(check(RevokedKind::sub, "u", kNow - seconds(1)), "revoked(sub)");
  EXPECT_EQ(check(RevokedKind::sub, "u", kNow), "ok");
  EXPECT_EQ(check_jti("other"), "ok");
  EXPECT_EQ(set->sequence(), 5u);
  const RevocationFeedReport report = feed->report();
  EXPECT_EQ(report.url, kFeedUrl);
  EXPECT_EQ(report.sequence, 5u);
  EXPECT_EQ(report.pages, 2u);
  EXPECT_EQ(report.entries, 3u);
  EXPECT_EQ(report.lag, Duration::zero());
  EXPECT_FALSE(report.last_error);
  clock->advance(seconds(3));
  EXPECT_EQ(feed->report().lag, seconds(3));
}

TEST_F(RevocationFeedTest, RevocationsOfThisIssuerTouchNoTokenOfAnother) {
  start();
  EXPECT_EQ(read({.to = 1, .entries = {entry(1, RevokedKind::jti, "t")}}), "page 1 to 1");
  RevocationQuery query;
  query.issuer = "https://other.example";
  query.token_id = "t";
  EXPECT_EQ(outcome(set->check(query, kNow)), "ok");
}

// A server that holds requests is asked again at once; one that does not, at the interval.
TEST_F(RevocationFeedTest, LongPollsAndShortOnes) {
  start();
  EXPECT_EQ(read({}), "page 0 to 0");
  EXPECT_EQ(last_delay, milliseconds(500));
  clock->advance(seconds(10));
  EXPECT_EQ(read({.now = clock->now()}), "page 0 to 0");
  EXPECT_EQ(last_delay, Duration::zero());
  clock->advance(milliseconds(200));
  EXPECT_EQ(read({.now = clock->now()}), "page 0 to 0");
  EXPECT_EQ(last_delay, milliseconds(300));
}

// Held is what asks for news. Whether that is all that is known, a reader is told at once.
TEST_F(RevocationFeedTest, TheServerHoldsNoRequestWhoseAnswerIsNeeded) {
  start();
  EXPECT_EQ(asked(), "?since=0");
  EXPECT_EQ(read({}), "page 0 to 0");
  EXPECT_EQ(asked(), "?since=0&wait=10");
  EXPECT_EQ(net->request().timeout, seconds(15));
  take("", "text/html", 502);
  EXPECT_EQ(asked(), "?since=0");
  EXPECT_EQ(net->request().timeout, seconds(5));
  EXPECT_EQ(read({.to = 1, .more = true}), "page 0 to 1");
  EXPECT_EQ(asked(), "?since=1");
  EXPECT_EQ(read({.from = 1, .to = 2}), "page 0 to 2");
  EXPECT_EQ(asked(), "?since=2&wait=10");
}

TEST_F(RevocationFeedTest, WithoutWaitTheServerIsNotAskedToHoldRequests) {
  start({.wait = milliseconds(900), .answer_within = seconds(2), .authorization = [] { return "Bearer x"; }});
  EXPECT_EQ(read({}), "page 0 to 0");
  EXPECT_EQ(asked(), "?since=0");
  EXPECT_EQ(net->request().timeout, seconds(2));
  EXPECT_EQ(field_of(net->request(), "Authorization"), "Bearer x");
}

TEST_F(RevocationFeedTest, AnAddressKeepsItsQuery) {
  const auto feed_of = [&](std::string_view url) {
    const auto started = RevocationFeed::start(std::string(url), std::string(kIssuer), issuer_keys(), set, seams());
    if (!started) return outcome(started);
    const std::string asked = net->request().url;
    net->answer(response("text/plain", ""));
    return asked;
  };
  EXPECT_EQ(feed_of("https://i.example/r?tenant=a"), "https://i.example/r?tenant=a&since=0");
  for (const std::string_view url :
       {"", "/r", "ftp://i.example/r", "https:///r", "https://i.example/r#f", "https://i example"})
    EXPECT_EQ(feed_of(url), "fetch_refused(url)") << url;
}

TEST_F(RevocationFeedTest, AnswersThatAreNoPage) {
  start();
  const std::string page = page_of({});
  EXPECT_EQ(take(page, feed::kPageMediaType, 204), "failed response_unusable(status)");
  EXPECT_EQ(take(page, feed::kPageMediaType, 304), "failed response_unusable(status)");
  EXPECT_EQ(take(page, feed::kPageMediaType, 500), "failed response_unusable(status)");
  EXPECT_EQ(take(page, "application/jwt"), "failed response_unusable(content_type)");
  EXPECT_EQ(take(page, ""), "failed response_unusable(content_type)");
  net->answer(HttpResponse{200, {}, page});
  EXPECT_EQ(last_error(), "response_unusable(content_type)");
  net->fire();
  net->answer(fail(Errc::fetch_failed, "timeout"));
  EXPECT_EQ(last_error(), "fetch_failed(timeout)");
  net->fire();
  EXPECT_EQ(feed->report().failures, 7u);
  EXPECT_EQ(feed->report().pages, 0u);
  EXPECT_EQ(take(page, "Application/Signet-Revocations+JWT ; charset=utf-8"), "page 0 to 0");
  EXPECT_EQ(last_error(), "none");
}

TEST_F(RevocationFeedTest, FailuresAreMadeUpForMoreAndMoreSlowly) {
  start({.first_retry = seconds(1), .max_retry = seconds(5)});
  for (const int delay : {1, 2, 4, 5, 5}) {
    EXPECT_EQ(take("", "text/html", 502), "failed response_unusable(status)");
    EXPECT_EQ(last_delay, seconds(delay));
  }
  EXPECT_EQ(read({}), "page 0 to 0");
  take("", "text/html", 502);
  EXPECT_EQ(last_delay, seconds(1));
}

TEST_F(RevocationFeedTest, TokensThatAreNoPageOfThisIssuer) {
  start();
  const std::string claims =
      R"({"iss":"https://issuer.example","iat":1800000000,"exp":1800000060,"epoch":"e","from":0,"to":0,"more":false,"revocations":[]})";
  EXPECT_EQ(take(token_of(claims, "a", "JWT")), "refused typ_mismatch(typ)");
  EXPECT_EQ(take(token_of(claims, "a", "")), "refused typ_mismatch(typ)");
  EXPECT_EQ(take(token_of(claims, "a", "at+jwt")), "refused typ_mismatch(typ)");
  EXPECT_EQ(read({.issuer = "https://issuer.example/"}), "refused claim_mismatch(iss)");
  EXPECT_EQ(read({.now = kNow - seconds(71)}), "refused token_expired(exp)");
  EXPECT_EQ(read({.now = kNow + seconds(11)}), "refused token_not_yet_valid(iat)");
  std::string forged = page_of({});
  forged.back() = forged.back() == 'A' ? 'Q' : 'A';
  EXPECT_EQ(take(std::move(forged)), "refused bad_signature");
  EXPECT_EQ(take(std::string("not a token")), "refused malformed_token(segments)");
  // Whoever could check a page could make one.
  const auto secret = new_key("HS256", "h").signer().value();
  EXPECT_EQ(take(jws::sign_compact(as_bytes(claims), *secret, {.typ = feed::kPageTyp}).value()),
            "refused alg_not_allowed(alg)");
  const auto stranger = new_key("ES256", "a").signer().value();
  EXPECT_EQ(take(jws::sign_compact(as_bytes(claims), *stranger, {.typ = feed::kPageTyp}).value()),
            "refused bad_signature");
  EXPECT_EQ(take(token_of(R"({"iss":"https://issuer.example","iat":1800000000,"exp":1800000060})")),
            "refused feed_refused(epoch)");
  EXPECT_EQ(feed->report().refused, 11u);
  EXPECT_EQ(take(token_of(claims)), "page 0 to 0");
}

TEST_F(RevocationFeedTest, TheAudienceWhenOneIsSet) {
  start({.audience = "api"});
  EXPECT_EQ(read({.audience = "api"}), "page 0 to 0");
  EXPECT_EQ(read({.audience = "other"}), "refused claim_mismatch(aud)");
  EXPECT_EQ(read({}), "refused claim_missing(aud)");
}

TEST_F(RevocationFeedTest, TheSequenceHasNoGapAndNeverGoesBack) {
  start();
  EXPECT_EQ(read({.to = 5, .entries = {entry(5, RevokedKind::jti, "five")}}), "page 1 to 5");
  EXPECT_EQ(read({.from = 4, .to = 6, .entries = {entry(6, RevokedKind::jti, "six")}}),
            "refused feed_refused(sequence)");
  EXPECT_EQ(read({.from = 0, .to = 9, .entries = {entry(9, RevokedKind::jti, "six")}}),
            "refused feed_refused(sequence)");
  EXPECT_EQ(read({.from = 6, .to = 7, .entries = {entry(7, RevokedKind::jti, "six")}}), "refused feed_refused(gap)");
  EXPECT_EQ(asked(), "?since=5");
  EXPECT_EQ(check_jti("six"), "ok");  // nothing of what was refused
  EXPECT_EQ(set->sequence(), 5u);
  EXPECT_EQ(read({.from = 5, .to = 6, .entries = {entry(6, RevokedKind::jti, "six")}}), "page 1 to 6");
  EXPECT_EQ(check_jti("six"), "revoked(jti)");
}

TEST_F(RevocationFeedTest, AKeyThatWasRevokedSignsNoPageAnyMore) {
  start();
  EXPECT_EQ(read({.to = 1, .entries = {entry(1, RevokedKind::kid, "a")}, .kid = "b"}), "page 1 to 1");
  EXPECT_EQ(read({.from = 1, .to = 2, .entries = {entry(2, RevokedKind::jti, "t")}, .kid = "a"}),
            "refused feed_refused(kid)");
  EXPECT_EQ(check_jti("t"), "ok");
  EXPECT_EQ(check(RevokedKind::kid, "a"), "revoked(kid)");
  EXPECT_EQ(read({.from = 1, .to = 1, .kid = "b"}), "page 0 to 1");
}

// The writer of the house makes no such page.
TEST_F(RevocationFeedTest, AKeyDoesNotRevokeItself) {
  start();
  constexpr std::string_view kClaims =
      R"({"iss":"https://issuer.example","iat":1800000000,"exp":1800000060,"epoch":"e","from":0,"to":1,"more":false,)"
      R"("revocations":[{"seq":1,"kind":"kid","value":"a","exp":1800003600}]})";
  EXPECT_EQ(take(token_of(kClaims, "a")), "refused feed_refused(kid)");
  EXPECT_EQ(check(RevokedKind::kid, "a"), "revocations_unknown(never)");
  EXPECT_FALSE(set->is_revoked_kid(kIssuer, "a", kNow));
  EXPECT_EQ(take(token_of(kClaims, "b")), "page 1 to 1");
  EXPECT_TRUE(set->is_revoked_kid(kIssuer, "a", kNow));
}

TEST_F(RevocationFeedTest, EntriesThatAreOverAreNotKept) {
  feed::PageEntry over = entry(1, RevokedKind::jti, "t");
  over.revocation.expires = kNow;
  start();
  EXPECT_EQ(read({.to = 1, .entries = {over}}), "page 1 to 1");
  EXPECT_EQ(set->size(), 0u);
}

TEST_F(RevocationFeedTest, ASetWithoutRoomIsNotTrusted) {
  set = RevocationSet::make({.max_entries = 2, .clock = clock}).value();
  start();
  EXPECT_EQ(read({}), "page 0 to 0");
  EXPECT_EQ(check_jti("x"), "ok");
  EXPECT_EQ(read({.to = 3,
                  .entries = {entry(1, RevokedKind::jti, "a"), entry(2, RevokedKind::jti, "b"),
                              entry(3, RevokedKind::jti, "c")}}),
            "refused limit_exceeded(entries)");
  EXPECT_EQ(check_jti("x"), "revocations_unknown(never)");
  EXPECT_EQ(asked(), "?since=0");
  EXPECT_EQ(read({.to = 3}), "page 0 to 3");  // they had expired by then
  EXPECT_EQ(check_jti("x"), "ok");
}

TEST_F(RevocationFeedTest, WhatCannotBeStarted) {
  const auto try_with = [&](RevocationFeedOptions options) {
    return outcome(RevocationFeed::start(std::string(kFeedUrl), std::string(kIssuer), issuer_keys(), set, seams(),
                                         std::move(options)));
  };
  EXPECT_EQ(try_with({.wait = seconds(61)}), "limit_exceeded(wait)");
  EXPECT_EQ(try_with({.wait = seconds(-1)}), "limit_exceeded(wait)");
  EXPECT_EQ(try_with({.answer_within = Duration::zero()}), "limit_exceeded(answer_within)");
  EXPECT_EQ(try_with({.interval = Duration::zero()}), "limit_exceeded(interval)");
  EXPECT_EQ(try_with({.first_retry = Duration::zero()}), "limit_exceeded(first_retry)");
  EXPECT_EQ(try_with({.first_retry = seconds(2), .max_retry = seconds(1)}), "limit_exceeded(max_retry)");
  const auto start_of = [&](const std::string& issuer, std::shared_ptr<const KeySource> keys,
                            std::shared_ptr<RevocationSet> into, RemoteSeams with) {
    return outcome(
        RevocationFeed::start(std::string(kFeedUrl), issuer, std::move(keys), std::move(into), std::move(with)));
  };
  EXPECT_EQ(start_of("", issuer_keys(), set, seams()), "policy_incomplete(issuer)");
  EXPECT_EQ(start_of("i", nullptr, set, seams()), "policy_incomplete(keys)");
  EXPECT_EQ(start_of("i", issuer_keys(), nullptr, seams()), "policy_incomplete(revocations)");
  EXPECT_EQ(start_of("i", issuer_keys(), set, {.http = nullptr, .timers = net}), "policy_incomplete(http)");
  EXPECT_EQ(start_of("i", issuer_keys(), set, {.http = net, .timers = nullptr}), "policy_incomplete(timers)");
  EXPECT_EQ(start_of("i", issuer_keys(), set, {.http = net, .timers = net, .clock = nullptr}),
            "policy_incomplete(clock)");
  EXPECT_EQ(net->open_requests(), 0u);
}

}  // namespace
}  // namespace signet::test
