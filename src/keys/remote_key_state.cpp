#include "keys/remote_key_state.h"

#include <algorithm>
#include <utility>

#include "try.h"

namespace signet {
namespace {

/// Real time, for those who wait: the clock that is handed in may be one that a test moves.
std::chrono::steady_clock::time_point until(Duration deadline) {
  constexpr Duration kLongest = std::chrono::hours(24);
  return std::chrono::steady_clock::now() + std::clamp(deadline, Duration::zero(), kLongest);
}

}  // namespace

RemoteKeyState::RemoteKeyState(Origin origin, RemoteSeams seams, RemoteKeyOptions options)
    : origin_(std::move(origin)),
      seams_(std::move(seams)),
      options_(std::move(options)),
      plan_(options_),
      keys_url_(origin_.url) {}

Error RemoteKeyState::why_unavailable() const {
  const std::scoped_lock lock(mutex_);
  return {Errc::keys_unavailable, last_error_ ? std::string(name_of(last_error_->code)) : "loading"};
}

/// The snapshot, unless it is too old. Begins a refresh when one is due.
std::shared_ptr<const RemoteKeyState::Snapshot> RemoteKeyState::usable_snapshot(Timestamp now) {
  std::shared_ptr<const Snapshot> snapshot = published_.load();
  if (now.time_since_epoch().count() >= refresh_at_.load(std::memory_order_relaxed)) begin(Reason::due, now);
  if (snapshot && now < snapshot->life.dead_at) return snapshot;
  if (!snapshot) return nullptr;
  bool is_news = false;
  {
    const std::scoped_lock lock(mutex_);
    is_news = !std::exchange(told_expired_, true);
  }
  if (is_news && options_.on_event) options_.on_event(event(RemoteKeyEvent::Kind::expired));
  return nullptr;
}

Result<KeyCandidates> RemoteKeyState::find(const KeyQuery& query) {
  std::shared_ptr<const Snapshot> snapshot = usable_snapshot(seams_.clock->now());
  if (!snapshot) {
    wait_for_key(options_.wait_for_key);
    snapshot = usable_snapshot(seams_.clock->now());
    if (!snapshot) return std::unexpected(why_unavailable());
  }
  Result<KeyCandidates> found = snapshot->keys.find(query);
  if (found || found.error().code != Errc::key_not_found || !query.kid) return found;
  note_unknown(*query.kid, seams_.clock->now());
  wait_for_key(options_.wait_for_key);
  const std::shared_ptr<const Snapshot> later = usable_snapshot(seams_.clock->now());
  if (!later || later == snapshot) return found;
  return later->keys.find(query);
}

std::optional<std::uint64_t> RemoteKeyState::version() const noexcept {
  const std::shared_ptr<const Snapshot> snapshot = published_.load();
  if (!snapshot) return 0;
  // Odd: what it said does not count any more.
  const bool is_dead = seams_.clock->now() >= snapshot->life.dead_at;
  return 2 * snapshot->generation + (is_dead ? 1U : 0U);
}

void RemoteKeyState::note_unknown(std::string_view kid, Timestamp now) {
  std::optional<Duration> later;
  {
    const std::scoped_lock lock(mutex_);
    ++counts_.unknown_kids;
    if (under_way_ || !unknown_.may_ask(kid, now, options_.cool_down, options_.max_max_age)) return;
    // Within the cool-down it is looked for at its end, once for all that came meanwhile.
    if (!plan_.may_ask_for_kid(now)) {
      if (std::exchange(kid_timer_armed_, true)) return;
      later = plan_.next_for_kid() - now;
    }
  }
  if (options_.on_event) options_.on_event(event(RemoteKeyEvent::Kind::unknown_kid));
  if (later) return begin_later(*later, Reason::unknown_kid);
  begin(Reason::unknown_kid, now);
}

Result<> RemoteKeyState::wait_for_attempt(Lock& lock, std::uint64_t attempt, Duration deadline) {
  const bool has_ended = changed_.wait_until(lock, until(deadline), [&] { return attempts_ > attempt; });
  if (!has_ended) return fail(Errc::keys_unavailable, "timeout");
  if (last_error_) return std::unexpected(*last_error_);
  return {};
}

void RemoteKeyState::wait_for_key(Duration deadline) {
  if (deadline <= Duration::zero()) return;
  Lock lock(mutex_);
  if (under_way_) (void)wait_for_attempt(lock, attempts_, deadline);
}

Result<> RemoteKeyState::refresh(Duration deadline) {
  std::uint64_t before = 0;
  {
    const std::scoped_lock lock(mutex_);
    before = attempts_;
  }
  begin(Reason::asked, seams_.clock->now());
  Lock lock(mutex_);
  return wait_for_attempt(lock, before, deadline);
}

Result<> RemoteKeyState::load(Duration deadline) {
  const auto end = until(deadline);
  // Retries begin by timer; here their ends are waited for.
  while (true) {
    if (usable_snapshot(seams_.clock->now())) return {};
    Lock lock(mutex_);
    const std::uint64_t before = attempts_;
    if (!under_way_ && !last_error_) continue;  // it has ended well in the meantime
    if (changed_.wait_until(lock, end, [&] { return attempts_ > before; })) continue;
    if (last_error_) return std::unexpected(*last_error_);
    return fail(Errc::keys_unavailable, "timeout");
  }
}

Result<JwkSet> RemoteKeyState::keys() {
  const std::shared_ptr<const Snapshot> snapshot = usable_snapshot(seams_.clock->now());
  if (!snapshot) return std::unexpected(why_unavailable());
  return snapshot->keys;
}

}  // namespace signet
