// How many requests are held for news at once: whoever may read the feed must not use up what tokens need.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signet::server::oauth {

/// Used from many threads.
class HeldLimits {
 public:
  static constexpr std::size_t kAll = 4'000;
  static constexpr std::size_t kPerAddress = 200;

  /// False where there are too many; then leave() is not called.
  bool enter(std::string_view address);
  void leave(std::string_view address);

 private:
  std::mutex mutex_;
  std::size_t all_ = 0;
  std::unordered_map<std::string, std::size_t> held_;  // by what one client is likely to have
};

}  // namespace signet::server::oauth
