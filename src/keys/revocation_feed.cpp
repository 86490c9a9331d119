#include "signet/revocation_feed.h"

#include <chrono>
#include <utility>

#include "codec/uri.h"
#include "keys/feed_page.h"
#include "keys/feed_reader.h"
#include "keys/poll_loop.h"
#include "keys/poll_options.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet {

class RevocationFeedState {
 public:
  std::shared_ptr<keys::FeedReader> reader;
  std::shared_ptr<keys::PollLoop> loop;
};

namespace {

Result<jwt::Verifier> verifier_of_pages(const std::string& issuer, const std::string& audience,
                                        std::shared_ptr<const KeySource> keys) {
  jwt::Policy policy;
  policy.issuer(issuer).algorithms(keys::asymmetric_algorithms()).typ(feed::kPageTyp);
  policy.require("exp").require("iat").max_size(feed::kMaxPageSize);
  if (audience.empty()) {
    policy.any_audience();
  } else {
    policy.audience(audience);
  }
  return jwt::Verifier::build(std::move(policy), std::move(keys));
}

Result<> check_options(const RevocationFeedOptions& options) {
  if (options.wait < Duration::zero() || options.wait > keys::kMaxWait) return fail(Errc::limit_exceeded, "wait");
  return keys::check_pacing(options.answer_within, {options.interval, options.first_retry, options.max_retry});
}

}  // namespace

Result<std::unique_ptr<RevocationFeed>> RevocationFeed::start(std::string url, const std::string& issuer,
                                                              std::shared_ptr<const KeySource> keys,
                                                              std::shared_ptr<RevocationSet> revocations,
                                                              RemoteSeams seams, RevocationFeedOptions options) {
  SIGNET_CHECK(keys::check_url(url));
  SIGNET_CHECK(keys::check_seams(seams));
  if (revocations == nullptr) return fail(Errc::policy_incomplete, "revocations");
  SIGNET_CHECK(check_options(options));
  SIGNET_TRY(jwt::Verifier pages, verifier_of_pages(issuer, options.audience, std::move(keys)));
  const keys::Pacing pacing{options.interval, options.first_retry, options.max_retry};
  auto state = std::make_unique<RevocationFeedState>();
  state->reader = std::make_shared<keys::FeedReader>(std::move(url), std::move(pages), std::move(revocations),
                                                     seams.clock, std::move(options));
  state->loop = keys::PollLoop::start(std::move(seams), pacing, state->reader);
  return std::unique_ptr<RevocationFeed>(new RevocationFeed(std::move(state)));
}

RevocationFeed::RevocationFeed(std::unique_ptr<RevocationFeedState> state) noexcept : state_(std::move(state)) {}

RevocationFeed::~RevocationFeed() {
  state_->loop->stop();
}

RevocationFeedReport RevocationFeed::report() const {
  return state_->reader->report();
}

}  // namespace signet
