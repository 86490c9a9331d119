// How a RemoteKeyState asks its issuer, and what it does with the answers.
#include <algorithm>
#include <chrono>
#include <utility>

#include "crypto/digest.h"
#include "keys/issuer_metadata.h"
#include "keys/jwks_response.h"
#include "keys/remote_key_state.h"
#include "try.h"

namespace signet {
namespace {

constexpr Duration kMetadataAge = std::chrono::hours(12);
constexpr Duration kMetadataKept = std::chrono::hours(48);  // where they cannot be read again

}  // namespace

void RemoteKeyState::begin(Reason reason, Timestamp now) {
  std::string url;
  {
    const std::scoped_lock lock(mutex_);
    if (!plan_.may_begin(reason, now)) return;
    plan_.begin(reason, now);
    refresh_at_.store(INT64_MAX, std::memory_order_relaxed);
    // What the issuer was asked about in time may be used while it does not answer.
    const std::shared_ptr<const Snapshot> known = published_.load();
    if (known && now < known->life.stale_at)
      usable_until_.store(known->life.dead_at.time_since_epoch().count(), std::memory_order_release);
    if (reason == Reason::unknown_kid) ++counts_.unknown_kid_refreshes;
    const bool knows_url = origin_.issuer.empty() || now < metadata_until_;
    if (knows_url) url = keys_url_;
  }
  if (reason == Reason::unknown_kid) tell({event(RemoteKeyEvent::Kind::unknown_kid)});
  if (url.empty()) return ask_metadata(0);
  ask_keys(std::move(url));
}

void RemoteKeyState::send(HttpRequest request, Next next) {
  request.max_body = options_.max_body;
  request.timeout = options_.timeout;
  auto done = [weak = weak_from_this(), next = std::move(next)](Result<HttpResponse> answer) {
    const std::shared_ptr<RemoteKeyState> self = weak.lock();
    if (!self) return;
    if (answer && answer->body.size() > self->options_.max_body) answer = fail(Errc::limit_exceeded, "bytes");
    next(*self, std::move(answer));
  };
  seams_.http->send(std::move(request), std::move(done));
}

void RemoteKeyState::ask_metadata(std::size_t place) {
  send({.url = origin_.metadata_urls[place], .fields = {{"Accept", "application/json"}}},
       [place](RemoteKeyState& self, Result<HttpResponse> answer) { self.on_metadata(place, std::move(answer)); });
}

void RemoteKeyState::on_metadata(std::size_t place, Result<HttpResponse> answer) {
  if (!answer) return without_metadata(std::move(answer).error());
  if (keys::is_not_there(*answer) && place + 1 < origin_.metadata_urls.size()) return ask_metadata(place + 1);
  const Result<> is_json = keys::check_json_response(*answer);
  if (!is_json) return without_metadata(is_json.error());
  Result<std::string> url = keys::parse_jwks_uri(answer->body, origin_.issuer);
  if (!url) return fail_refresh(std::move(url).error());
  {
    const Timestamp now = seams_.clock->now();
    const std::scoped_lock lock(mutex_);
    if (keys_url_ != *url) etag_.clear();
    keys_url_ = *url;
    metadata_until_ = now + kMetadataAge;
    metadata_kept_until_ = now + kMetadataKept;
  }
  ask_keys(*std::move(url));
}

/// Metadata that cannot be read say nothing new: the URL that they named may still have the keys.
void RemoteKeyState::without_metadata(Error error) {
  const Timestamp now = seams_.clock->now();
  std::string url;
  {
    const std::scoped_lock lock(mutex_);
    if (now < metadata_kept_until_) url = keys_url_;
  }
  if (url.empty()) return fail_refresh(std::move(error));
  RemoteKeyEvent told = event(RemoteKeyEvent::Kind::failed);
  told.error = std::move(error);
  tell({std::move(told)});
  ask_keys(std::move(url));
}

void RemoteKeyState::ask_keys(std::string url) {
  HttpRequest request{.url = std::move(url), .fields = {{"Accept", "application/jwk-set+json, application/json"}}};
  const Timestamp now = seams_.clock->now();
  {
    const std::scoped_lock lock(mutex_);
    asked_at_ = now;
    asked_if_changed_ = !etag_.empty();
    //= rfc9110#13.1.2 the entity-tag of the representation that the client has
    if (asked_if_changed_) request.fields.push_back({"If-None-Match", etag_});
  }
  send(std::move(request), [](RemoteKeyState& self, Result<HttpResponse> answer) { self.on_keys(std::move(answer)); });
}

void RemoteKeyState::on_keys(Result<HttpResponse> answer) {
  if (!answer) return fail_refresh(std::move(answer).error());
  if (answer->status == keys::kStatusNotModified && was_conditional()) return confirm(*answer);
  const Result<JwkSet> set = keys::read_jwks(*answer);
  if (!set) return fail_refresh(set.error());
  take(*set, *answer);
}

/// Whether "not modified" is an answer to what was asked.
bool RemoteKeyState::was_conditional() const {
  const std::scoped_lock lock(mutex_);
  return asked_if_changed_;
}

void RemoteKeyState::take(const JwkSet& set, const HttpResponse& answer) {
  const Timestamp now = seams_.clock->now();
  Bytes digest = crypto::digest(crypto::Hash::sha256, as_bytes(answer.body));
  std::vector<RemoteKeyEvent> events;
  Lock lock(mutex_);
  const std::shared_ptr<const Snapshot> before = published_.load();
  const bool is_same = before && !digest.empty() && digest == digest_;
  digest_ = std::move(digest);
  etag_ = keys::read_etag(answer);
  const keys::Freshness said = keys::read_freshness(answer);
  const std::size_t usable = keys::count_usable(set);
  // The same keys stay prepared.
  publish({.keys = is_same ? before->keys : set,
           .life = {},
           .said = said,
           .usable = usable,
           .generation = before && is_same ? before->generation : generation_.load() + 1},
          now);
  if (!is_same) plan_.forget_kids();
  events.push_back(event(RemoteKeyEvent::Kind::refreshed));
  if (!is_same) events.push_back(event(RemoteKeyEvent::Kind::changed));
  finish(lock, events);
}

void RemoteKeyState::confirm(const HttpResponse& answer) {
  const Timestamp now = seams_.clock->now();
  Lock lock(mutex_);
  ++counts_.not_modified;
  Snapshot next = *published_.load();
  //= rfc9111#4.3.4 what the stored response says is replaced by what the 304 (Not Modified) response says, if it does
  keys::Freshness said = keys::read_freshness(answer);
  if (!said.lifetime) said.lifetime = next.said.lifetime;
  next.said = said;
  publish(std::move(next), now);
  finish(lock, {event(RemoteKeyEvent::Kind::refreshed)});
}

/// With the times that its answer gives it. The lock is held.
void RemoteKeyState::publish(Snapshot next, Timestamp now) {
  const Duration fresh = keys::fresh_for(next.said, options_.default_max_age, now - asked_at_);
  next.life = keys::lifetime_of(fresh, now, options_);
  const keys::Lifetime life = next.life;
  const std::uint64_t generation = next.generation;
  published_.store(std::make_shared<const Snapshot>(std::move(next)));
  generation_.store(generation, std::memory_order_release);
  usable_until_.store(life.stale_at.time_since_epoch().count(), std::memory_order_release);
  plan_.succeeded(life.refresh_at);
  ++counts_.refreshes;
  last_error_.reset();
  told_expired_ = false;
  told_stale_ = false;
}

void RemoteKeyState::fail_refresh(Error error) {
  const Timestamp now = seams_.clock->now();
  std::vector<RemoteKeyEvent> events;
  Lock lock(mutex_);
  ++counts_.failures;
  metadata_until_ = Timestamp::min();  // perhaps the keys have moved
  const std::shared_ptr<const Snapshot> known = published_.load();
  if (known) usable_until_.store(known->life.dead_at.time_since_epoch().count(), std::memory_order_release);
  plan_.failed(now);
  events.push_back(event(RemoteKeyEvent::Kind::failed));
  events.back().error = error;
  const bool is_stale = known && now >= known->life.stale_at && now < known->life.dead_at;
  if (is_stale && !std::exchange(told_stale_, true)) events.push_back(event(RemoteKeyEvent::Kind::stale));
  last_error_ = std::move(error);
  finish(lock, events);
}

/// What every refresh ends with: the next one is planned, those who wait are woken, and who listens is told.
void RemoteKeyState::finish(Lock& lock, const std::vector<RemoteKeyEvent>& events) {
  refresh_at_.store(plan_.due_at().time_since_epoch().count(), std::memory_order_relaxed);
  ++attempts_;
  const std::optional<Alarm> alarm = next_alarm(seams_.clock->now());
  lock.unlock();
  changed_.notify_all();
  set_alarm(alarm);
  tell(events);
}

void RemoteKeyState::tell(const std::vector<RemoteKeyEvent>& events) const {
  if (!options_.on_event) return;
  for (const RemoteKeyEvent& one : events) options_.on_event(one);
}

RemoteKeyEvent RemoteKeyState::event(RemoteKeyEvent::Kind kind) const {
  const std::shared_ptr<const Snapshot> known = published_.load();
  return {.kind = kind,
          .url = origin_.issuer.empty() ? origin_.url : origin_.issuer,
          .error = std::nullopt,
          .keys = known ? known->usable : 0};
}

}  // namespace signet
