// The thread of a fetcher: libcurl's multi handle, who waits for it, and timers.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "keys/transfer.h"
#include "signet/fetcher.h"

namespace signet::keys {

/// How many hosts are remembered as out of reach.
inline constexpr std::size_t kMaxFailedHosts = 1024;

/// What may be asked of it from any thread is add(), after() and stop(); the rest belongs to its own thread, which
/// keeps it alive while it runs.
class FetchLoop : public std::enable_shared_from_this<FetchLoop> {
 public:
  using SteadyTime = Transfer::SteadyTime;
  explicit FetchLoop(const FetcherOptions& options);
  FetchLoop(const FetchLoop&) = delete;
  FetchLoop& operator=(const FetchLoop&) = delete;
  ~FetchLoop() { stop(); }

  /// Errors: internal(fetcher) when the machine has no thread or no memory for it.
  Result<> start();
  const TransferRules& rules() const noexcept { return rules_; }
  /// Takes the transfer, or says at once why not: fetch_failed(busy|stopped). Then the transfer is still the caller's.
  Result<> add(std::unique_ptr<Transfer>& transfer);
  void after(Duration delay, std::function<void()> task);
  /// Answers all with fetch_failed(stopped) and ends the thread: before it returns, or, from that thread itself, as
  /// soon as the callback that asks for it has returned. The second time it does nothing.
  void stop() noexcept;
  /// The same without waiting.
  void stop_soon() noexcept;
  /// What its thread does.
  void run();

 private:
  using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
  void wake();  // with the mutex
  void take_inbox();
  void begin_waiting(SteadyTime now);
  void begin(std::unique_ptr<Transfer> transfer, SteadyTime now);
  void finish_done(SteadyTime now);
  void finish(CURL* easy, CURLcode code, SteadyTime now);
  void expire_waiting(SteadyTime now);
  void run_timers(SteadyTime now);
  void answer_all_stopped();
  bool failed_recently(const std::string& origin, SteadyTime now);
  void remember(const std::string& origin, const Result<HttpResponse>& result, SteadyTime now);
  int milliseconds_to_sleep(SteadyTime now);

  FetcherOptions options_;
  TransferRules rules_;
  Multi multi_{nullptr, &curl_multi_cleanup};

  std::mutex mutex_;  // guards the next four, and multi_ against the thread's end
  std::deque<std::unique_ptr<Transfer>> inbox_;
  std::multimap<SteadyTime, std::function<void()>> timers_;
  std::size_t held_ = 0;  // transfers that wait, here or in waiting_
  bool stopping_ = false;

  std::deque<std::unique_ptr<Transfer>> waiting_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> active_;
  std::unordered_map<std::string, std::size_t> active_at_;
  std::unordered_map<std::string, SteadyTime> failed_until_;
};

}  // namespace signet::keys
