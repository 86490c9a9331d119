// Group commit: one thread writes, and what waits while it does shares the next transaction.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "server/storage/sqlite/operation.h"

namespace signet::server::storage::sqlite {

inline constexpr std::size_t kMaxWaiting = 8192;                         // operations
inline constexpr std::size_t kMaxWaitingOctets = std::size_t{64} << 20;  // of their records
inline constexpr std::size_t kMaxBatch = 128;                            // operations of a transaction
inline constexpr std::chrono::milliseconds kLongestBatch{1};             // for which a transaction takes more

/// An operation waits for one commit, and for the rest of another that has begun, but never for others to come.
class Writer {
 public:
  /// Errors: store_unavailable(threads).
  static Result<std::unique_ptr<Writer>> start(Session session);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { stop(); }
  /// Does what waits, all but the next pieces of a removal; from then on all is refused.
  void stop();

  /// Answered from the writer's thread, or at once: store_unavailable(busy or closed).
  void submit(OperationPtr operation);
  /// `use(Session&)` on this thread, between two transactions.
  auto alone(auto use) {
    const std::lock_guard lock(session_mutex_);
    return use(session_);
  }

 private:
  using Batch = std::vector<OperationPtr>;
  explicit Writer(Session session) : session_(std::move(session)) {}

  /// Lets it wait, or says why it may not; then it is still the caller's.
  const char* refusal_of(OperationPtr& operation);
  void work();
  /// Empty: closed, and nothing waits.
  Batch wait_for_some();
  /// Moves what waits to the batch, as far as it has room; whether there was any.
  bool take_more(Batch& batch);
  bool take(Batch& batch);
  Result<> run_together(Batch& batch);
  Result<> run_alone(Operation& operation);
  /// Each by itself: those that fail are refused, and gone from the batch.
  void run_each(Batch& batch);
  void answer(Batch& batch);
  /// Whether it waits for another turn.
  bool wait_again(OperationPtr& operation);

  std::mutex session_mutex_;
  Session session_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<OperationPtr> waiting_;
  std::size_t waiting_octets_ = 0;
  bool is_closed_ = false;
  std::thread thread_;
};

}  // namespace signet::server::storage::sqlite
