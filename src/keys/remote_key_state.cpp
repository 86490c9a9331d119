#include "keys/remote_key_state.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "try.h"

namespace signet {
namespace {

constexpr Duration kUseGrain = std::chrono::seconds(1);  // who uses a set says so no more often

std::int64_t ticks(Timestamp time) noexcept {
  return time.time_since_epoch().count();
}

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

void RemoteKeyState::note_use(Timestamp now) const noexcept {
  const std::int64_t before = used_at_.load(std::memory_order_relaxed);
  const bool is_recent = before != INT64_MIN && ticks(now) - before < kUseGrain.count();
  if (!is_recent) used_at_.store(ticks(now), std::memory_order_relaxed);
}

Error RemoteKeyState::why_unavailable() const {
  const std::scoped_lock lock(mutex_);
  return {Errc::keys_unavailable, last_error_ ? std::string(name_of(last_error_->code)) : "loading"};
}

/// The snapshot, unless it may not be used. Begins a refresh when one is due.
std::shared_ptr<const RemoteKeyState::Snapshot> RemoteKeyState::usable_snapshot(Timestamp now) {
  if (ticks(now) >= refresh_at_.load(std::memory_order_relaxed)) begin(Reason::due, now);
  // In this order: a snapshot that is newer than the time that was read is at least as good.
  if (ticks(now) < usable_until_.load(std::memory_order_acquire)) return published_.load();
  tell_expired(now);
  return nullptr;
}

void RemoteKeyState::tell_expired(Timestamp now) {
  const std::shared_ptr<const Snapshot> known = published_.load();
  if (!known || now < known->life.dead_at) return;
  {
    const std::scoped_lock lock(mutex_);
    if (std::exchange(told_expired_, true)) return;
  }
  tell({event(RemoteKeyEvent::Kind::expired)});
}

Result<KeyCandidates> RemoteKeyState::find(const KeyQuery& query) {
  const Timestamp now = seams_.clock->now();
  note_use(now);
  std::shared_ptr<const Snapshot> snapshot = usable_snapshot(now);
  if (!snapshot) {
    wait_for_key();
    snapshot = usable_snapshot(seams_.clock->now());
    if (!snapshot) return std::unexpected(why_unavailable());
    return snapshot->keys.find(query);  // it was not there when this token came, so nothing is newer
  }
  Result<KeyCandidates> found = snapshot->keys.find(query);
  if (found || found.error().code != Errc::key_not_found || !query.kid) return found;
  ask_for_kid(*query.kid, now);
  wait_for_key();
  const std::shared_ptr<const Snapshot> later = usable_snapshot(seams_.clock->now());
  if (!later || later == snapshot) return found;
  return later->keys.find(query);
}

std::optional<std::uint64_t> RemoteKeyState::version() const noexcept {
  const Timestamp now = seams_.clock->now();
  note_use(now);
  // In this order: who sees the time of a new set sees its number as well.
  if (ticks(now) >= usable_until_.load(std::memory_order_acquire)) return std::nullopt;
  return generation_.load(std::memory_order_acquire);
}

void RemoteKeyState::ask_for_kid(std::string_view kid, Timestamp now) {
  auto answer = keys::RefreshPlan::Answer::nothing;
  std::optional<Alarm> alarm;
  {
    const std::scoped_lock lock(mutex_);
    ++counts_.unknown_kids;
    answer = plan_.ask_for_kid(kid, now);
    if (answer == keys::RefreshPlan::Answer::later) alarm = next_alarm(now);
  }
  set_alarm(alarm);
  if (answer == keys::RefreshPlan::Answer::now) begin(Reason::unknown_kid, now);
}

Result<> RemoteKeyState::wait_for_attempt(Lock& lock, std::uint64_t attempt, Duration deadline) {
  const bool has_ended = changed_.wait_until(lock, until(deadline), [&] { return attempts_ > attempt; });
  if (!has_ended) return fail(Errc::keys_unavailable, "timeout");
  if (last_error_) return std::unexpected(*last_error_);
  return {};
}

void RemoteKeyState::wait_for_key() {
  if (options_.wait_for_key == Duration::zero()) return;
  Lock lock(mutex_);
  if (!plan_.is_under_way()) return;
  const std::uint64_t before = attempts_;
  changed_.wait_until(lock, until(options_.wait_for_key), [&] { return attempts_ > before; });
}

Result<> RemoteKeyState::refresh(Duration deadline) {
  const Timestamp now = seams_.clock->now();
  note_use(now);
  std::uint64_t before = 0;
  {
    const std::scoped_lock lock(mutex_);
    before = attempts_;
  }
  begin(Reason::asked, now);
  Lock lock(mutex_);
  return wait_for_attempt(lock, before, deadline);
}

Result<> RemoteKeyState::load(Duration deadline) {
  const auto end = until(deadline);
  // Retries begin by timer; here their ends are waited for.
  while (true) {
    std::uint64_t before = 0;
    {
      const std::scoped_lock lock(mutex_);
      before = attempts_;
    }
    const Timestamp now = seams_.clock->now();
    note_use(now);
    if (usable_snapshot(now)) return {};
    Lock lock(mutex_);
    if (changed_.wait_until(lock, end, [&] { return attempts_ > before; })) continue;
    if (last_error_) return std::unexpected(*last_error_);
    return fail(Errc::keys_unavailable, "timeout");
  }
}

Result<JwkSet> RemoteKeyState::keys() {
  const Timestamp now = seams_.clock->now();
  note_use(now);
  const std::shared_ptr<const Snapshot> snapshot = usable_snapshot(now);
  if (!snapshot) return std::unexpected(why_unavailable());
  return snapshot->keys;
}

}  // namespace signet
