// The timer of a RemoteKeyState.
#include <algorithm>
#include <chrono>

#include "keys/remote_key_state.h"

namespace signet {
namespace {

// A timer cannot be taken back. None is set for later than this, so those that came to nothing do not pile up.
constexpr Duration kLongestSleep = std::chrono::minutes(5);

}  // namespace

std::optional<RemoteKeyState::Alarm> RemoteKeyState::next_alarm(Timestamp now) {
  if (plan_.is_under_way()) return std::nullopt;  // its end sets one
  const Timestamp next = std::clamp(plan_.next(), now, now + kLongestSleep);
  if (alarm_at_ <= next) return std::nullopt;
  alarm_at_ = next;
  return Alarm{.delay = next - now, .serial = ++alarm_serial_};
}

void RemoteKeyState::set_alarm(const std::optional<Alarm>& alarm) {
  if (!alarm) return;
  seams_.timers->after(alarm->delay, [weak = weak_from_this(), serial = alarm->serial] {
    const std::shared_ptr<RemoteKeyState> self = weak.lock();
    if (self) self->on_alarm(serial);
  });
}

void RemoteKeyState::on_alarm(std::uint64_t serial) {
  const Timestamp now = seams_.clock->now();
  const Timestamp used{Duration(used_at_.load(std::memory_order_relaxed))};
  std::optional<Alarm> alarm;
  std::optional<Reason> reason;
  {
    const std::scoped_lock lock(mutex_);
    if (serial != alarm_serial_) return;  // another one was set for sooner
    alarm_at_ = Timestamp::max();
    if (now >= plan_.due_at()) reason = Reason::due;
    // Its next use begins the refresh.
    if (reason && now - used >= options_.idle_after) return;
    if (!reason && now >= plan_.kid_at()) reason = Reason::unknown_kid;
    if (!reason) alarm = next_alarm(now);
  }
  set_alarm(alarm);
  if (reason) begin(*reason, now);
}

}  // namespace signet
