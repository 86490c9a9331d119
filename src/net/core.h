// What the threads of one server share.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "net/router.h"
#include "net/server.h"
#include "net/slow_pool.h"

namespace signet::net {

/// One of the bounded number of requests that wait for their answer; gives its place back when it is destroyed, which
/// may be after the server's end.
class PendingSlot {
 public:
  using Count = std::shared_ptr<std::atomic<std::size_t>>;

  /// Null when all places are taken.
  static std::shared_ptr<PendingSlot> take(const Count& count, std::size_t limit) {
    if (count->fetch_add(1, std::memory_order_relaxed) < limit) return std::make_shared<PendingSlot>(count);
    count->fetch_sub(1, std::memory_order_relaxed);
    return nullptr;
  }
  explicit PendingSlot(Count count) noexcept : count_(std::move(count)) {}
  PendingSlot(const PendingSlot&) = delete;
  PendingSlot& operator=(const PendingSlot&) = delete;
  ~PendingSlot() { count_->fetch_sub(1, std::memory_order_relaxed); }

 private:
  Count count_;
};

struct Core {
  explicit Core(ServerOptions& options)
      : limits(options.limits),
        router(std::move(options.router)),
        on_event(std::move(options.on_event)),
        slow(limits.slow_threads, limits.slow_queued) {}

  /// Whether there is room for one more connection, which is then counted.
  bool enter() {
    if (active.fetch_add(1, std::memory_order_relaxed) < limits.connections) return true;
    leave();
    return false;
  }
  void leave() {
    // In one order with stop(), which says that it stops and then looks at the number.
    active.fetch_sub(1, std::memory_order_seq_cst);
    if (!is_stopping.load(std::memory_order_seq_cst)) return;
    const std::lock_guard lock(mutex);
    gone.notify_all();
  }
  void tell(EventKind kind, std::string_view what, const Peer& peer) const {
    if (on_event) on_event({.kind = kind, .what = what, .peer = peer});
  }

  const ServerLimits limits;
  const Router router;
  const std::function<void(const Event&)> on_event;
  std::atomic<std::size_t> active{0};
  std::atomic<bool> is_stopping{false};
  std::mutex mutex;
  std::condition_variable gone;  // a connection, while the server stops
  PendingSlot::Count pending = std::make_shared<std::atomic<std::size_t>>(0);
  SlowPool slow;  // last: its threads use what stands above
};

/// Counted by one thread, read by any.
class Tally {
 public:
  void add() noexcept { count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  std::uint64_t get() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> count_{0};
};

/// The counters of one thread.
struct Tallies {
  Tally accepted;
  Tally over_limit;
  Tally accept_failed;
  Tally handshake_failed;
  Tally requests;
  Tally endpoint_failed;
  std::array<Tally, kRefusalCount> refused;
};

}  // namespace signet::net
