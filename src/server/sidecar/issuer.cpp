#include "server/sidecar/issuer.h"

#include <utility>

#include "server/sidecar/files.h"
#include "try.h"

namespace signet::server {
Result<> Issuer::open_keys(const RemoteSeams& seams, const OnNews& on_news) {
  if (const auto* file = std::get_if<KeySetFile>(&config_.keys)) {
    SIGNET_TRY(JwkSet set, load_keys(*file));
    keys_ = std::make_shared<JwkSet>(std::move(set));
    return {};
  }
  RemoteKeyOptions options;
  options.on_event = [on_news, name = config_.name](const RemoteKeyEvent& event) {
    using enum RemoteKeyEvent::Kind;
    if (event.kind == refreshed || event.kind == failed) on_news(name, event.error ? &*event.error : nullptr);
  };
  if (const auto* place = std::get_if<KeySetUrl>(&config_.keys)) {
    SIGNET_TRY(remote_, RemoteJwkSet::of_url(place->url, seams, std::move(options)));
  } else {
    SIGNET_TRY(remote_, RemoteJwkSet::of_issuer(config_.issuer, seams, std::move(options)));
  }
  keys_ = remote_;
  return {};
}

Result<> Issuer::open_feed(const RemoteSeams& seams, const OnNews& on_news) {
  if (!config_.revocations) return {};
  const RevocationsConfig& wanted = *config_.revocations;
  SIGNET_TRY(revoked_, RevocationSet::make({.max_silence = wanted.max_silence, .fail_open_for = wanted.fail_open_for}));
  RevocationFeedOptions options;
  options.on_event = [on_news, name = config_.name](const RevocationFeedEvent& event) {
    on_news(name, event.error ? &*event.error : nullptr);
  };
  SIGNET_TRY(feed_, RevocationFeed::start(wanted.url, config_.issuer, keys_, revoked_, seams, std::move(options)));
  return {};
}

Result<std::shared_ptr<Issuer>> Issuer::start(IssuerConfig config, const RemoteSeams& seams, const OnNews& on_news) {
  std::shared_ptr<Issuer> issuer(new Issuer(std::move(config)));
  SIGNET_CHECK(issuer->open_keys(seams, on_news));
  SIGNET_CHECK(issuer->open_feed(seams, on_news));
  // A set begins to load when it is first asked for; the first token should not have to do that.
  if (issuer->remote_) std::ignore = issuer->remote_->keys();
  return issuer;
}

void Issuer::add_revocations(jwt::Policy& policy) const {
  if (revoked_) policy.revocations(revoked_, config_.revocations->grant_claim);
}

void Issuer::load(Duration deadline) const {
  if (remote_) std::ignore = remote_->load(deadline);
}

bool Issuer::is_fetching() const {
  if (remote_ && remote_->report().refresh_under_way) return true;
  if (!feed_) return false;
  const RevocationFeedReport report = feed_->report();
  return !report.lag && !report.last_error;
}

std::optional<Error> Issuer::problem() const {
  if (remote_)
    if (const auto keys = remote_->keys(); !keys) return keys.error();
  if (!revoked_) return std::nullopt;
  const auto silence = revoked_->silence();
  const RevocationsConfig& wanted = *config_.revocations;
  if (silence && *silence <= wanted.max_silence + wanted.fail_open_for) return std::nullopt;
  return Error{Errc::revocations_unknown, "silent"};
}

std::optional<RemoteKeyReport> Issuer::key_report() const {
  if (!remote_) return std::nullopt;
  return remote_->report();
}

std::optional<RevocationFeedReport> Issuer::feed_report() const {
  if (!feed_) return std::nullopt;
  return feed_->report();
}

}  // namespace signet::server
