// The generation that counts at this moment.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "server/sidecar/generation.h"

namespace signet::server {

/// Used from many threads. (libstdc++ 12's atomic shared_ptr is no alternative: its load lets other loads pass.)
class Current {
 public:
  explicit Current(std::shared_ptr<const Generation> first) noexcept : now_(std::move(first)) {}

  std::shared_ptr<const Generation> get() const {
    const std::scoped_lock lock(mutex_);
    return now_;
  }
  void put(std::shared_ptr<const Generation> next) {
    {
      const std::scoped_lock lock(mutex_);
      now_.swap(next);
    }
    // The former one may end here, which takes its time and no lock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Generation> now_;
};

}  // namespace signet::server
