// Contexts of libcrypto that are set up once and used again by any thread, without a lock.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace signet::crypto {

/// Holds contexts that are copies of one prototype. `Context` has `std::unique_ptr<Context> copy() const noexcept`,
/// null when memory or libcrypto fails, and may be used again after each use, even a failed one.
/// One context is made at once, so that a single thread never makes another; each further thread that verifies at the
/// same moment makes one more, and at most kSlots of them are kept.
template <class Context>
class ContextPool {
 public:
  static constexpr std::size_t kSlots = 16;

  /// A context for one use; false when none could be made.
  class Lease {
   public:
    Lease(const ContextPool& pool, std::unique_ptr<Context> context) noexcept
        : pool_(pool), context_(std::move(context)) {}
    ~Lease() { pool_.give_back(std::move(context_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    explicit operator bool() const noexcept { return context_ != nullptr; }
    Context* operator->() const noexcept { return context_.get(); }

   private:
    const ContextPool& pool_;
    std::unique_ptr<Context> context_;
  };

  /// With `reusable` false every use gets a fresh copy.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved, but for a Context that has no cheaper move
  explicit ContextPool(Context prototype, bool reusable = true) noexcept
      : prototype_(std::move(prototype)), reusable_(reusable) {
    give_back(prototype_.copy());
  }
  ~ContextPool() {
    for (std::atomic<Context*>& slot : slots_) delete slot.load(std::memory_order_acquire);
  }
  ContextPool(const ContextPool&) = delete;
  ContextPool& operator=(const ContextPool&) = delete;

  Lease borrow() const noexcept { return Lease(*this, take()); }

 private:
  std::unique_ptr<Context> take() const noexcept {
    for (std::atomic<Context*>& slot : slots_) {
      if (slot.load(std::memory_order_relaxed) == nullptr) continue;
      if (Context* context = slot.exchange(nullptr, std::memory_order_acquire))
        return std::unique_ptr<Context>(context);
    }
    return prototype_.copy();
  }

  void give_back(std::unique_ptr<Context> context) const noexcept {
    if (!context || !reusable_) return;
    for (std::atomic<Context*>& slot : slots_) {
      Context* empty = nullptr;
      if (!slot.compare_exchange_strong(empty, context.get(), std::memory_order_release, std::memory_order_relaxed)) {
        continue;
      }
      static_cast<void>(context.release());
      return;
    }
  }

  const Context prototype_;
  const bool reusable_;
  mutable std::array<std::atomic<Context*>, kSlots> slots_{};
};

}  // namespace signet::crypto
