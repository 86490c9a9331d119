// The threads of all fetchers, so that none of them outlives the program's last moment.
#pragma once

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace signet::keys {

class FetchLoop;

/// A fetcher may end in a callback of its own, where nobody can wait for its thread, and a program may end while a
/// callback still holds one: a thread that is inside libcurl then would meet an OpenSSL that has been taken down. So
/// each thread is known here, and the end of the program stops and joins those that are left. This is the one object of
/// the process; it stays behind, since who owns a fetcher may be destroyed later.
class FetchThreads {
 public:
  /// To be called first when libcurl, and with it OpenSSL, has been made ready: what was made last is taken down first.
  static FetchThreads& of_process();
  FetchThreads(const FetchThreads&) = delete;
  FetchThreads& operator=(const FetchThreads&) = delete;
  ~FetchThreads() = delete;

  /// Runs the loop in a thread, which keeps it alive. False when the machine has none, or the program is ending.
  bool start(const std::shared_ptr<FetchLoop>& loop);
  /// Waits for the end of the loop's thread, unless this is that thread.
  void join(const FetchLoop& loop) noexcept;
  /// Stops and joins all of them.
  void end() noexcept;

 private:
  struct Entry {
    std::weak_ptr<FetchLoop> loop;  // as long as it is here, no other loop has the same address
    const FetchLoop* address;
    std::thread thread;
  };
  FetchThreads() = default;
  void join_ended();

  std::mutex mutex_;
  std::vector<Entry> all_;
  bool ending_ = false;
};

}  // namespace signet::keys
