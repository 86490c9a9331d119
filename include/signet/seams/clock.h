// The seam through which parts that wait know the time.
#pragma once

#include <chrono>

#include "signet/timestamp.h"

namespace signet {

/// Tells the time to what refreshes itself: how old something is, and when it is asked for again. It never goes back.
/// Whether a token holds is judged by the time that is handed to verify().
class Clock {
 public:
  virtual ~Clock() = default;
  /// May be called from many threads at once.
  virtual Timestamp now() const noexcept = 0;
};

/// The time of day when it was made, and from then on what has passed: steps of the machine's clock do not reach it.
class SteadyClock final : public Clock {
 public:
  Timestamp now() const noexcept override {
    return start_ + std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - steady_start_);
  }

 private:
  Timestamp start_ = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  std::chrono::steady_clock::time_point steady_start_ = std::chrono::steady_clock::now();
};

}  // namespace signet
