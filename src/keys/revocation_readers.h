// Who looks into tables that may be replaced meanwhile.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace signet::keys {

/// Counts who is inside. Threads are spread over several counters, so that few of them share one and none waits for
/// another; a writer waits, after it has replaced a table, until nobody can see the former one any more.
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

  [[nodiscard]] Inside enter() const noexcept {
    return Inside(counts_[std::hash<std::thread::id>{}(std::this_thread::get_id()) % kCounts].inside);
  }

  /// Waits until each counter was 0 once. Who enters then sees what was stored, with memory_order_seq_cst, before this
  /// was called, if it loads that in the same way. Who is inside must not call it: it would wait for itself.
  void wait_until_left() const noexcept {
    for (const Count& count : counts_)
      while (count.inside.load(std::memory_order_seq_cst) != 0) std::this_thread::yield();
  }

 private:
  static constexpr std::size_t kCounts = 64;
  struct alignas(64) Count {
    mutable std::atomic<std::uint32_t> inside{0};
  };
  std::array<Count, kCounts> counts_;
};

}  // namespace signet::keys
