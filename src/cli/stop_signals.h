// SIGINT and SIGTERM for commands that run until they are stopped.
#pragma once

#include <csignal>

#include "signet/timestamp.h"

namespace signet::cli {

/// Takes both signals out of the hands of their default actions while it lives: they wait here to be asked for. Made
/// before any other thread is, since threads inherit what is held back.
class StopSignals {
 public:
  StopSignals() noexcept;
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Waits for one of them; true when one came, false when the time has passed.
  bool came_within(Duration time) const noexcept;

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

}  // namespace signet::cli
