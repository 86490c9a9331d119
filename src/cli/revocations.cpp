#include "cli/revocations.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <string_view>
#include <utility>

#include "cli/network.h"
#include "signet/revocation.h"
#include "signet/revocation_feed.h"
#include "try.h"

namespace signet::cli {
namespace {

/// For all pages; each has RevocationFeedOptions::answer_within.
constexpr auto kDeadline = std::chrono::seconds(60);
/// Behind the deadline: who reads once does not ask again.
constexpr Duration kNotAgain = std::chrono::hours(1);

struct FeedHint {
  Errc code;
  std::string_view subject;
  std::string_view hint;
};
constexpr std::string_view kNoPage = "what answers there is no page of a feed; check the address";
constexpr std::string_view kForged =
    "the keys that verify tokens prove the pages as well: somebody else answers there, or these are not the issuer's "
    "keys";
constexpr std::string_view kTryAgain = "the log has changed while it was read, or the server has lost it: try again";
/// Where a feed needs other words than a set of keys, or than a token.
constexpr FeedHint kHints[] = {
    {Errc::fetch_refused, "url", "write the whole address: https://as.example/revocations"},
    {Errc::response_unusable, "status",
     "the server did not answer with status 200; redirects are not followed, and no Authorization is sent"},
    {Errc::response_unusable, "content_type",
     "a page has the type application/signet-revocations+jwt; check the address"},
    {Errc::limit_exceeded, "bytes", "a page has 2M at most, and its server has to make more of them"},
    {Errc::malformed_token, "", kNoPage},
    {Errc::typ_mismatch, "typ", kNoPage},
    {Errc::claim_mismatch, "iss", "the feed is that of another issuer, and says nothing of the tokens of --issuer"},
    {Errc::token_expired, "exp", "the page is an old one: a cache may keep it, or this machine's clock is wrong"},
    {Errc::token_not_yet_valid, "", "compare this machine's clock with that of the feed's server"},
    {Errc::alg_not_allowed, "alg", "a page is signed with an asymmetric algorithm"},
    {Errc::key_not_found, "", kForged},
    {Errc::bad_signature, "", kForged},
    {Errc::feed_refused, "kid", "a page names the kid of its key, and that is none that the feed has revoked"},
    {Errc::feed_refused, "epoch", kTryAgain},
    {Errc::feed_refused, "sequence", kTryAgain},
    {Errc::feed_refused, "gap", kTryAgain},
};

Failure at_feed(Error error, std::string_view url) {
  Failure failure = at_url(std::move(error), url);
  const auto* const row = std::ranges::find_if(kHints, [&](const FeedHint& each) {
    return each.code == failure.error.code && (each.subject.empty() || each.subject == failure.error.subject);
  });
  if (row != std::end(kHints)) failure.hint = row->hint;
  return failure;
}

/// Wakes who waits for what happens to a feed.
class Bell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      rung_ = true;
    }
    wake_.notify_one();
  }
  /// False: it did not ring until then.
  bool wait_until(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (!wake_.wait_until(lock, until, [&] { return rung_; })) return false;
    rung_ = false;
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool rung_ = false;
};

Result<> wait_for_end(const RevocationFeed& feed, Bell& bell) {
  const auto until = std::chrono::steady_clock::now() + kDeadline;
  while (true) {
    const RevocationFeedReport report = feed.report();
    if (report.lag) return {};
    if (report.last_error) return std::unexpected(*report.last_error);
    if (!bell.wait_until(until)) return fail(Errc::fetch_failed, "timeout");
  }
}

/// A set that says of its issuer's tokens what it knows, and of others that it knows nothing: where several issuers are
/// accepted, an empty answer would be a wrong one.
class OfOneIssuer final : public RevocationSource {
 public:
  OfOneIssuer(std::string issuer, std::shared_ptr<const RevocationSet> set)
      : issuer_(std::move(issuer)), set_(std::move(set)) {}

  Result<> check(const RevocationQuery& query, Timestamp now) const override {
    if (query.issuer != issuer_) return fail(Errc::revocations_unknown, "issuer");
    return set_->check(query, now);
  }

 private:
  const std::string issuer_;
  const std::shared_ptr<const RevocationSet> set_;
};

Result<std::shared_ptr<RevocationSet>> read_once(const FeedPlace& place, const JwkSet& keys, const RemoteSeams& seams) {
  // What was read is taken for as long as the command runs.
  SIGNET_TRY(auto set, RevocationSet::make({.max_silence = std::nullopt}));
  const auto bell = std::make_shared<Bell>();
  RevocationFeedOptions options;
  options.wait = Duration::zero();
  options.interval = options.first_retry = options.max_retry = kNotAgain;
  options.follow_new_epoch = false;
  options.on_event = [bell](const RevocationFeedEvent&) { bell->ring(); };
  SIGNET_TRY(const auto feed, RevocationFeed::start(place.url, place.issuer, std::make_shared<JwkSet>(keys), set, seams,
                                                    std::move(options)));
  SIGNET_CHECK(wait_for_end(*feed, *bell));
  return set;
}

}  // namespace

Outcome<std::optional<FeedPlace>> feed_place(const Invocation& run) {
  const auto url = run.args.value("--revocations");
  if (!url) {
    if (run.args.has("--grant-claim"))
      return usage("--grant-claim", "nothing says what was revoked", "give --revocations URL as well, or leave it out");
    return std::nullopt;
  }
  if (!is_url(*url))
    return usage("--revocations", "this is no address",
                 "an address begins with https://; a feed is not read from files");
  SIGNET_TRY(std::string issuer, only_issuer(run, "--revocations", "revocations"));
  if (run.args.has("--now"))
    return usage("--now", "a feed says what is revoked now, and forgets what has expired",
                 "leave out --now, or --revocations");
  return FeedPlace{*url, std::move(issuer), run.args.value("--grant-claim").value_or("")};
}

void Revocations::add_to(jwt::Policy& policy) const {
  if (source) policy.revocations(source, grant_claim);
}

Outcome<Revocations> read_feed(const Invocation& run, const FeedPlace& place, const JwkSet& keys) {
  SIGNET_TRY(const std::shared_ptr<Fetcher> fetcher, start_fetcher(run));
  auto set = read_once(place, keys, {.http = fetcher, .timers = fetcher});
  if (!set) return std::unexpected(at_feed(std::move(set).error(), place.url));
  return Revocations{.source = std::make_shared<OfOneIssuer>(place.issuer, std::move(*set)),
                     .grant_claim = place.grant_claim};
}

}  // namespace signet::cli
