// A clock that a test moves.
#pragma once

#include <atomic>

#include "signet/seams/clock.h"

namespace signet::test {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start = Timestamp(std::chrono::seconds(1'800'000'000)))
      : micros_(start.time_since_epoch().count()) {}
  Timestamp now() const noexcept override { return Timestamp(Duration(micros_.load())); }
  void advance(Duration time) noexcept { micros_ += time.count(); }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace signet::test
