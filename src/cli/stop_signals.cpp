#include "cli/stop_signals.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>

namespace signet::cli {

StopSignals::StopSignals(bool reloads) noexcept {
  sigemptyset(&signals_);
  if (reloads) sigaddset(&signals_, SIGHUP);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigset_t held = signals_;
  // What runs for long does not end because nobody reads what it says.
  if (reloads) sigaddset(&held, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &held, &before_);
}

StopSignals::~StopSignals() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Told StopSignals::told_within(Duration time) const noexcept {
  const auto end = std::chrono::steady_clock::now() + std::max(time, Duration::zero());
  while (true) {
    const auto left = std::max(end - std::chrono::steady_clock::now(), std::chrono::steady_clock::duration::zero());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec wait{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(left - seconds).count()};
    const int signal = sigtimedwait(&signals_, nullptr, &wait);
    if (signal > 0) return signal == SIGHUP ? Told::reload : Told::stop;
    if (errno != EINTR) return Told::nothing;  // a stop and a continue in between are no reason to end
  }
}

}  // namespace signet::cli
