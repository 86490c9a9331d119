// An operation that waits for the writer.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "server/storage/sqlite/session.h"
#include "server/storage/store.h"

namespace signet::server::storage::sqlite {

class Operation {
 public:
  /// `octets`: what it holds while it waits.
  explicit Operation(std::size_t octets) noexcept : octets_(octets) {}
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  std::size_t octets() const noexcept { return octets_; }
  /// Within a transaction. After an error, its own or that of another, the transaction is rolled back, and it may be
  /// run again.
  virtual Result<> run(Session& session) = 0;
  /// Called when the transaction was committed. True: it wants to be run once more, in another one.
  virtual bool goes_on() { return false; }
  /// The answer, once: after a commit, or an error.
  virtual void answer() = 0;
  virtual void refuse(Error error) = 0;

 private:
  std::size_t octets_;
};
using OperationPtr = std::unique_ptr<Operation>;

/// `work(Session&)` makes a Result<T>.
template <class T, class Work>
class Single final : public Operation {
 public:
  Single(std::size_t octets, Work work, Done<T> done)
      : Operation(octets), work_(std::move(work)), done_(std::move(done)) {}

  Result<> run(Session& session) override {
    result_ = work_(session);
    if (!result_) return std::unexpected(result_.error());
    return {};
  }
  void answer() override { done_(std::move(result_)); }
  void refuse(Error error) override { done_(std::unexpected(std::move(error))); }

 private:
  Work work_;
  Done<T> done_;
  Result<T> result_{};
};

/// `work(Session&)` removes a piece, again and again until there is no more.
template <class Work>
class Pieces final : public Operation {
 public:
  Pieces(std::size_t octets, Work work, Done<std::size_t> done)
      : Operation(octets), work_(std::move(work)), done_(std::move(done)) {}

  Result<> run(Session& session) override {
    auto removed = work_(session);
    if (!removed) return std::unexpected(std::move(removed).error());
    last_ = *removed;
    return {};
  }
  bool goes_on() override {
    total_ += last_.count;
    return last_.more;
  }
  void answer() override { done_(total_); }
  void refuse(Error error) override { done_(std::unexpected(std::move(error))); }

 private:
  Work work_;
  Done<std::size_t> done_;
  Removed last_;
  std::size_t total_ = 0;
};

template <class T, class Work>
OperationPtr single(std::size_t octets, Work work, Done<T> done) {
  return std::make_unique<Single<T, Work>>(octets, std::move(work), std::move(done));
}
template <class Work>
OperationPtr pieces(std::size_t octets, Work work, Done<std::size_t> done) {
  return std::make_unique<Pieces<Work>>(octets, std::move(work), std::move(done));
}

}  // namespace signet::server::storage::sqlite
