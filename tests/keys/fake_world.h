// A network, timers and a clock that do what a test says.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "signet/seams/clock.h"
#include "signet/seams/http_client.h"
#include "signet/seams/timers.h"

namespace signet::test {

/// Requests wait until the test answers them, or are answered at once by a server that the test set. Time passes when
/// the test says so. For many threads.
class FakeWorld final : public HttpClient, public Timers, public Clock {
 public:
  using Server = std::function<Result<HttpResponse>(const HttpRequest&)>;
  static constexpr Timestamp kStart{std::chrono::seconds(1'800'000'000)};

  Timestamp now() const noexcept override { return Timestamp(Duration(micros_.load())); }

  void send(HttpRequest request, Done done) override {
    Server server;
    {
      const std::scoped_lock lock(mutex_);
      log_.push_back(request);
      server = server_;
      if (!server) waiting_.push_back({.request = request, .done = done});
    }
    if (server) done(server(request));
  }

  void after(Duration delay, std::function<void()> task) override {
    const std::scoped_lock lock(mutex_);
    timers_.emplace(now() + delay, std::move(task));
  }

  /// What is asked from now on is answered by this; null: it waits.
  void serve(Server server) {
    const std::scoped_lock lock(mutex_);
    server_ = std::move(server);
  }
  /// Answers the oldest request that waits; false when there is none.
  bool answer(Result<HttpResponse> response) {
    Done done;
    {
      const std::scoped_lock lock(mutex_);
      if (waiting_.empty()) return false;
      done = std::move(waiting_.front().done);
      waiting_.pop_front();
    }
    done(std::move(response));
    return true;
  }

  /// Time passes, and each timer goes off at its time.
  void advance(Duration time) {
    const Timestamp end = now() + time;
    while (std::function<void()> task = next_until(end)) task();
    micros_ = end.time_since_epoch().count();
  }
  /// Time passes while the machine sleeps: no timer goes off.
  void sleep(Duration time) { micros_ += time.count(); }

  std::size_t sent() const {
    const std::scoped_lock lock(mutex_);
    return log_.size();
  }
  std::size_t waiting() const {
    const std::scoped_lock lock(mutex_);
    return waiting_.size();
  }
  std::size_t timers() const {
    const std::scoped_lock lock(mutex_);
    return timers_.size();
  }
  HttpRequest last_request() const {
    const std::scoped_lock lock(mutex_);
    return log_.empty() ? HttpRequest{} : log_.back();
  }
  std::vector<std::string> urls() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> all;
    all.reserve(log_.size());
    for (const HttpRequest& request : log_) all.push_back(request.url);
    return all;
  }

 private:
  struct Waiting {
    HttpRequest request;
    Done done;
  };

  std::function<void()> next_until(Timestamp end) {
    const std::scoped_lock lock(mutex_);
    if (timers_.empty() || timers_.begin()->first > end) return nullptr;
    auto first = timers_.extract(timers_.begin());
    if (first.key() > now()) micros_ = first.key().time_since_epoch().count();
    return std::move(first.mapped());
  }

  std::atomic<std::int64_t> micros_{kStart.time_since_epoch().count()};
  mutable std::mutex mutex_;
  Server server_;
  std::vector<HttpRequest> log_;
  std::deque<Waiting> waiting_;
  std::multimap<Timestamp, std::function<void()>> timers_;
};

/// "value" of the field of a request, or empty.
inline std::string sent_field(const HttpRequest& request, std::string_view name) {
  for (const HttpField& field : request.fields)
    if (field.name == name) return field.value;
  return {};
}

}  // namespace signet::test
