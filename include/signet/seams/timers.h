// The seam through which something is done later.
#pragma once

#include <functional>

#include "signet/timestamp.h"

namespace signet {

/// Calls back after a while. What a callback needs must outlive it or be asked for by std::weak_ptr.
class Timers {
 public:
  virtual ~Timers() = default;
  /// Calls `task` once, from a thread of the implementation, when `delay` has passed; not at all when the
  /// implementation ends before. `task` must not block and must not throw.
  virtual void after(Duration delay, std::function<void()> task) = 0;
};

}  // namespace signet
