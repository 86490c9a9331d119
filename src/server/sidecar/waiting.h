// Requests that wait for keys: one whose token names a key that is being fetched is judged again when it has come.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace signet::server {

/// A bounded number of them, and one thread, which sleeps while nobody waits. Used from many threads.
class Waiting {
 public:
  /// Judges again and says whether it has answered; when it `is_last` it has to.
  using Retry = std::move_only_function<bool(bool is_last)>;

  Waiting();
  ~Waiting();  ///< as end()
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  /// False, and nothing taken, where too many wait.
  bool add(Retry& retry);
  /// Keys came, or could not be had.
  void ring() noexcept;
  /// Answers those who still wait with what is known; nobody may wait any more. The second call does nothing.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  struct One {
    Retry retry;
    Clock::time_point until;
  };

  void work();
  /// Judges all again; who has not been answered waits on.
  void try_all(std::vector<One>& all, bool is_last);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<One> waiting_;
  bool rung_ = false;
  bool ends_ = false;
  std::thread thread_;  // the last: it uses the others
};

}  // namespace signet::server
