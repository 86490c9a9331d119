// Who may look at a slot of the table, and who may change it.
#pragma once

#include <atomic>
#include <cstdint>

namespace signet::jwt {

/// Readers pass without waiting, for each other or for who changes the slot: it is either open, or looked at as if it
/// were empty. Who wants to change it does not wait either: while a reader is inside, it cannot be closed. It starts
/// closed. All is one number: readers inside, whether it is closed, and how many readers found what they looked for.
class Gate {
 public:
  /// Whether it was open; then leave() or leave_having_found() must follow.
  bool enter() noexcept {
    if ((state_.fetch_add(kReader, std::memory_order_acquire) & kClosed) == 0) return true;
    state_.fetch_sub(kReader, std::memory_order_relaxed);
    return false;
  }
  void leave() noexcept { state_.fetch_sub(kReader, std::memory_order_release); }
  void leave_having_found() noexcept { state_.fetch_add(kFound - kReader, std::memory_order_release); }

  /// Whether it was open with nobody inside, and is closed now. Only one thread at a time may call this.
  bool close() noexcept {
    std::uint64_t seen = state_.load(std::memory_order_relaxed);
    return (seen & (kReaders | kClosed)) == 0 &&
           state_.compare_exchange_strong(seen, seen | kClosed, std::memory_order_acquire, std::memory_order_relaxed);
  }
  /// For the thread that closed it.
  void open() noexcept { state_.fetch_sub(kClosed, std::memory_order_release); }
  bool is_closed() const noexcept { return (state_.load(std::memory_order_relaxed) & kClosed) != 0; }

  /// How often it was left having found, since it was made.
  std::uint64_t found() const noexcept { return state_.load(std::memory_order_relaxed) / kFound; }

 private:
  static constexpr std::uint64_t kReader = 1;
  static constexpr std::uint64_t kClosed = std::uint64_t{1} << 20;  // a million threads may be inside
  static constexpr std::uint64_t kReaders = kClosed - 1;
  static constexpr std::uint64_t kFound = kClosed << 1;  // eight million million times
  std::atomic<std::uint64_t> state_ = kClosed;
};

}  // namespace signet::jwt
