// A network and timers that do what a test says.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "manual_clock.h"
#include "signet/seams/http_client.h"
#include "signet/seams/timers.h"

namespace signet::test {

/// Requests wait until the test answers them; timers until the test lets them go off.
class ScriptedNet final : public HttpClient, public Timers {
 public:
  struct Sent {
    HttpRequest request;
    Done done;
  };
  struct Timer {
    Duration delay;
    std::function<void()> task;
  };

  void send(HttpRequest request, Done done) override { sent_.push_back({std::move(request), std::move(done)}); }
  void after(Duration delay, std::function<void()> task) override { timers_.push_back({delay, std::move(task)}); }

  std::size_t open_requests() const noexcept { return sent_.size(); }
  std::size_t open_timers() const noexcept { return timers_.size(); }
  const HttpRequest& request() const { return sent_.at(0).request; }

  /// Answers the oldest request.
  void answer(Result<HttpResponse> response) {
    ASSERT_FALSE(sent_.empty());
    const Sent sent = take(sent_);
    sent.done(std::move(response));
  }
  /// Lets the oldest timer go off, and says how long it had been set for.
  Duration fire() {
    EXPECT_FALSE(timers_.empty());
    if (timers_.empty()) return Duration(-1);
    const Timer timer = take(timers_);
    timer.task();
    return timer.delay;
  }

 private:
  template <class T>
  static T take(std::deque<T>& queue) {
    T first = std::move(queue.front());
    queue.pop_front();
    return first;
  }
  std::deque<Sent> sent_;
  std::deque<Timer> timers_;
};

inline Result<HttpResponse> response(std::string_view type, std::string body, int status = 200) {
  return HttpResponse{status, {{"Content-Type", std::string(type)}}, std::move(body)};
}

/// "value" of the field, or empty.
inline std::string field_of(const HttpRequest& request, std::string_view name) {
  for (const HttpField& field : request.fields)
    if (field.name == name) return field.value;
  return {};
}

}  // namespace signet::test
