// Asking one server again and again: what the readers of feeds share.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

#include "signet/remote_jwks.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"
#include "signet/timestamp.h"

namespace signet::keys {

/// When the next request is sent.
enum class Pace : std::uint8_t {
  at_once,        ///< there is more to read
  paced,          ///< an interval after the last request began; at once when the server held that one for so long
  after_failure,  ///< first_retry, and twice as long each time that follows, up to max_retry
};

/// What is asked, and what becomes of the answer. Called from one thread at a time, and from the client's own thread,
/// so it must not wait.
class PollTask {
 public:
  virtual ~PollTask() = default;
  virtual HttpRequest request() = 0;
  virtual Pace answered(const Result<HttpResponse>& answer) = 0;
};

struct Pacing {
  Duration interval;
  Duration first_retry;
  Duration max_retry;
};

/// Sends one request after the other until it is stopped. Callbacks hold it weakly: what arrives when it is gone is
/// dropped.
class PollLoop final : public std::enable_shared_from_this<PollLoop> {
 public:
  static std::shared_ptr<PollLoop> start(RemoteSeams seams, const Pacing& pacing, std::shared_ptr<PollTask> task);

  /// Waits for a call of the task that is under way in another thread; none follows. Lets go of seams and task in the
  /// caller's thread, since a Fetcher must not end in its own.
  void stop() noexcept;

 private:
  PollLoop(RemoteSeams seams, const Pacing& pacing, std::shared_ptr<PollTask> task);
  void poll();
  void take(const Result<HttpResponse>& answer);
  Duration delay_for(Pace pace) noexcept;

  // Recursive: a client may answer at once from the thread that asks, and a task's own callback may stop the loop.
  std::recursive_mutex running_;
  RemoteSeams seams_;
  const Pacing pacing_;
  std::shared_ptr<PollTask> task_;
  bool stopped_ = false;
  Timestamp begun_;  // the last request
  Duration retry_;   // after the next failure
};

}  // namespace signet::keys
