// A value that readers take while somebody publishes the next one.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace signet::keys {

/// An immutable value behind a pointer that is swapped as a whole. The lock is held for the copy of the pointer alone.
/// (std::atomic<std::shared_ptr> of libstdc++ 12 releases its own lock without order on load, which is a race.)
template <class T>
class Published {
 public:
  std::shared_ptr<const T> load() const {
    const std::scoped_lock lock(mutex_);
    return value_;
  }
  void store(std::shared_ptr<const T> next) {
    {
      const std::scoped_lock lock(mutex_);
      value_.swap(next);
    }
    // What was there before ends here, without the lock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace signet::keys
