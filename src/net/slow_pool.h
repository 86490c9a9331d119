// Threads for what takes long, with a queue that has an end.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace signet::net {

class SlowPool {
 public:
  using Job = std::move_only_function<void()>;

  /// Without threads every job is refused. Jobs must not throw.
  SlowPool(std::size_t threads, std::size_t queued);
  SlowPool(const SlowPool&) = delete;
  SlowPool& operator=(const SlowPool&) = delete;
  ~SlowPool();  ///< as stop()

  /// Whether there was room; a job that is not taken is dropped.
  bool run(Job job);
  /// Drops what waits, and returns when what runs has ended.
  void stop();

 private:
  void work();

  const std::size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  bool is_stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace signet::net
