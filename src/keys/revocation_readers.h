// Who looks into tables that may be replaced meanwhile.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace signet::keys {

/// Counts who is inside, and ends tables that were replaced when nobody can see them any more. Threads are spread over
/// several counters, so that few of them share one and none waits for another.
class RevocationReaders {
 public:
  /// One that is inside, as long as it exists.
  class Inside {
   public:
    explicit Inside(std::atomic<std::uint32_t>& count) noexcept : count_(count) {
      count_.fetch_add(1, std::memory_order_seq_cst);
    }
    ~Inside() { count_.fetch_sub(1, std::memory_order_release); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    std::atomic<std::uint32_t>& count_;
  };

  [[nodiscard]] Inside enter() noexcept {
    return Inside(counts_[std::hash<std::thread::id>{}(std::this_thread::get_id()) % kCounts].inside);
  }

  /// Takes a table that was replaced, with memory_order_seq_cst, and is loaded by readers in the same way. It ends once
  /// each counter was 0: who enters then sees the next one. That is now, or when other tables are retired; only when
  /// there are already kMostRetired that somebody may see, their readers are waited for. Who is inside must not call
  /// it: it might wait for itself.
  void retire(std::unique_ptr<std::atomic<std::uint64_t>[]> table) {
    const std::scoped_lock lock(mutex_);
    while (table) {
      for (Retired& one : retired_)
        if (table && !one.table) one = {.table = std::move(table), .not_left = UINT64_MAX};
      for (Retired& one : retired_)
        if (one.table && have_left(one)) one.table.reset();
      if (table) std::this_thread::yield();
    }
  }

 private:
  static constexpr std::size_t kCounts = 64;
  static constexpr std::size_t kMostRetired = 8;
  struct alignas(64) Count {
    std::atomic<std::uint32_t> inside{0};
  };
  struct Retired {
    std::unique_ptr<std::atomic<std::uint64_t>[]> table;
    std::uint64_t not_left = 0;  // a bit for each counter that was not seen at 0 since
  };

  bool have_left(Retired& one) const noexcept {
    for (std::size_t i = 0; i < kCounts; ++i)
      if (counts_[i].inside.load(std::memory_order_seq_cst) == 0) one.not_left &= ~(std::uint64_t{1} << i);
    return one.not_left == 0;
  }

  std::array<Count, kCounts> counts_;
  std::mutex mutex_;
  std::array<Retired, kMostRetired> retired_;
};

}  // namespace signet::keys
