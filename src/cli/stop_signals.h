// Signals to commands that run until they are stopped.
#pragma once

#include <csignal>

#include "signet/timestamp.h"

namespace signet::cli {

enum class Told : unsigned char { nothing, stop, reload };

/// Takes SIGINT and SIGTERM, which mean stop, out of the hands of their default actions while it lives, and SIGHUP as
/// well for a command that reloads: they wait here to be asked for. Made before any other thread is, since threads
/// inherit what is held back.
class StopSignals {
 public:
  explicit StopSignals(bool reloads = false) noexcept;
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Waits for one of them, or until the time has passed.
  Told told_within(Duration time) const noexcept;
  bool came_within(Duration time) const noexcept { return told_within(time) != Told::nothing; }

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

}  // namespace signet::cli
