// How many requests wait at once: what anybody may ask for must not use up what others need.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace signet::server::oauth {

/// Counts by a text: an address, or a tenant. Used from many threads.
class HeldLimits {
 public:
  HeldLimits(std::size_t all, std::size_t each) noexcept : most_(all), most_each_(each) {}

  /// False where there are too many; then leave() is not called.
  bool enter(std::string whose);
  void leave(const std::string& whose);

 private:
  std::size_t most_;
  std::size_t most_each_;
  std::mutex mutex_;
  std::size_t all_ = 0;
  std::unordered_map<std::string, std::size_t> held_;
};

}  // namespace signet::server::oauth
