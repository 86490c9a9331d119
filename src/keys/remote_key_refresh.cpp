// How a RemoteKeyState asks its issuer, and what it does with the answers.
#include <algorithm>
#include <utility>

#include "keys/http_cache.h"
#include "keys/jwks_response.h"
#include "keys/remote_key_state.h"
#include "try.h"

namespace signet {
namespace {

constexpr Duration kMetadataAge = std::chrono::hours(12);

}  // namespace

bool RemoteKeyState::may_begin(Reason reason, Timestamp now) {
  if (under_way_) return false;
  if (reason == Reason::asked) return true;
  if (reason == Reason::unknown_kid) return plan_.may_ask_for_kid(now) && plan_.may_retry(now);
  // A timer of a set that was taken anew since is early.
  return now.time_since_epoch().count() >= refresh_at_.load(std::memory_order_relaxed);
}

void RemoteKeyState::begin(Reason reason, Timestamp now) {
  std::string url;
  {
    const std::scoped_lock lock(mutex_);
    if (reason == Reason::unknown_kid) kid_timer_armed_ = false;
    if (!may_begin(reason, now)) return;
    under_way_ = true;
    if (reason == Reason::unknown_kid) {
      plan_.asked_for_kid(now);
      ++counts_.unknown_kid_refreshes;
    }
    const bool knows_url = origin_.issuer.empty() || now < metadata_until_;
    if (knows_url) url = keys_url_;
  }
  if (url.empty()) return ask_metadata(0);
  ask_keys(std::move(url));
}

void RemoteKeyState::begin_later(Duration delay, Reason reason) {
  seams_.timers->after(delay, [weak = weak_from_this(), reason] {
    const std::shared_ptr<RemoteKeyState> self = weak.lock();
    if (self) self->begin(reason, self->seams_.clock->now());
  });
}

void RemoteKeyState::send(HttpRequest request, std::function<void(RemoteKeyState&, Result<HttpResponse>)> next) {
  request.max_body = options_.max_body;
  request.timeout = options_.timeout;
  seams_.http->send(std::move(request), [weak = weak_from_this(), next = std::move(next)](Result<HttpResponse> answer) {
    const std::shared_ptr<RemoteKeyState> self = weak.lock();
    if (self) next(*self, std::move(answer));
  });
}

void RemoteKeyState::ask_metadata(std::size_t place) {
  send({.url = origin_.metadata_urls[place], .fields = {{"Accept", "application/json"}}},
       [place](RemoteKeyState& self, Result<HttpResponse> answer) { self.on_metadata(place, std::move(answer)); });
}

void RemoteKeyState::on_metadata(std::size_t place, Result<HttpResponse> answer) {
  if (!answer) return fail_refresh(std::move(answer).error());
  if (keys::is_not_there(*answer) && place + 1 < origin_.metadata_urls.size()) return ask_metadata(place + 1);
  Result<std::string> url = keys::read_jwks_uri(*answer, origin_.issuer);
  if (!url) return fail_refresh(std::move(url).error());
  {
    const std::scoped_lock lock(mutex_);
    if (keys_url_ != *url) etag_.clear();
    keys_url_ = *url;
    metadata_until_ = seams_.clock->now() + kMetadataAge;
  }
  ask_keys(*std::move(url));
}

void RemoteKeyState::ask_keys(std::string url) {
  HttpRequest request{.url = std::move(url), .fields = {{"Accept", "application/jwk-set+json, application/json"}}};
  {
    const std::scoped_lock lock(mutex_);
    //= rfc9110#13.1.2 the entity-tag of the representation that the client has
    if (!etag_.empty()) request.fields.push_back({"If-None-Match", etag_});
  }
  send(std::move(request), [](RemoteKeyState& self, Result<HttpResponse> answer) { self.on_keys(std::move(answer)); });
}

void RemoteKeyState::on_keys(Result<HttpResponse> answer) {
  if (!answer) return fail_refresh(std::move(answer).error());
  const std::optional<Duration> fresh = keys::fresh_for(*answer);
  if (answer->status == keys::kStatusNotModified && published_.load()) return confirm(fresh);
  Result<JwkSet> set = keys::read_jwks(*answer);
  if (!set) return fail_refresh(std::move(set).error());
  const std::string* const etag = answer->find("etag");
  take(*std::move(set), std::move(answer->body), fresh, etag == nullptr ? std::string() : *etag);
}

void RemoteKeyState::take(JwkSet set, std::string text, std::optional<Duration> fresh, std::string etag) {
  const Timestamp now = seams_.clock->now();
  std::vector<RemoteKeyEvent> events;
  Lock lock(mutex_);
  const std::shared_ptr<const Snapshot> before = published_.load();
  const bool is_same = before && text == text_;
  if (!is_same) {
    ++generation_;
    text_ = std::move(text);
    unknown_.forget();
  }
  etag_ = std::move(etag);
  const std::size_t usable = keys::count_usable(set);
  // The same keys stay prepared.
  published_.store(std::make_shared<const Snapshot>(Snapshot{.keys = is_same ? before->keys : std::move(set),
                                                             .life = keys::lifetime_of(fresh, now, options_),
                                                             .usable = usable,
                                                             .generation = generation_}));
  events.push_back(event(RemoteKeyEvent::Kind::refreshed));
  if (!is_same) events.push_back(event(RemoteKeyEvent::Kind::changed));
  last_error_.reset();
  ++counts_.refreshes;
  finish(lock, std::move(events));
}

void RemoteKeyState::confirm(std::optional<Duration> fresh) {
  const Timestamp now = seams_.clock->now();
  Lock lock(mutex_);
  Snapshot next = *published_.load();
  next.life = keys::lifetime_of(fresh, now, options_);
  published_.store(std::make_shared<const Snapshot>(std::move(next)));
  last_error_.reset();
  ++counts_.refreshes;
  ++counts_.not_modified;
  finish(lock, {event(RemoteKeyEvent::Kind::refreshed)});
}

void RemoteKeyState::fail_refresh(Error error) {
  const Timestamp now = seams_.clock->now();
  std::vector<RemoteKeyEvent> events;
  Lock lock(mutex_);
  ++counts_.failures;
  metadata_until_ = Timestamp::min();  // perhaps the keys have moved
  const std::shared_ptr<const Snapshot> known = published_.load();
  events.push_back(event(RemoteKeyEvent::Kind::failed));
  events.back().error = error;
  if (known && now >= known->life.stale_at) events.push_back(event(RemoteKeyEvent::Kind::stale));
  last_error_ = std::move(error);
  finish(lock, std::move(events));
}

/// What every refresh ends with: the next one is planned, those who wait are woken, and who listens is told.
void RemoteKeyState::finish(Lock& lock, std::vector<RemoteKeyEvent> events) {
  const Timestamp now = seams_.clock->now();
  const std::shared_ptr<const Snapshot> known = published_.load();
  Duration next{};
  if (last_error_) {
    next = plan_.failed(now);
    refresh_at_.store(plan_.retry_at().time_since_epoch().count(), std::memory_order_relaxed);
  } else {
    plan_.succeeded();
    told_expired_ = false;
    next = known->life.refresh_at - now;
    refresh_at_.store(known->life.refresh_at.time_since_epoch().count(), std::memory_order_relaxed);
  }
  under_way_ = false;
  ++attempts_;
  lock.unlock();
  changed_.notify_all();
  begin_later(next, Reason::due);
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
