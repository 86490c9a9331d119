// Who fails to authenticate too often has to wait: per client and address, and per address. What others do never keeps
// out a client that comes from another address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "signet/timestamp.h"

namespace signet::server::oauth {

struct FailureRules {
  std::size_t per_client = 10;  ///< from one address within the window
  std::size_t per_address = 100;
  Duration window = std::chrono::minutes(1);
  std::size_t entries = 65'536;  ///< that are remembered at most
};

/// Used from many threads. Memory is bounded: when it is full, what is oldest by chance is forgotten.
class FailureLimits {
 public:
  explicit FailureLimits(FailureRules rules = {}) : rules_(rules) {}

  /// Seconds to wait, or nothing.
  std::optional<int> must_wait(std::string_view tenant, std::string_view client, std::string_view address,
                               Timestamp now) const;
  void count(std::string_view tenant, std::string_view client, std::string_view address, Timestamp now);
  std::uint64_t counted() const;

 private:
  struct Counter {
    Timestamp since{};
    std::size_t failures = 0;
  };
  std::optional<int> wait_of(std::size_t key, std::size_t limit, Timestamp now) const;
  void add(std::size_t key, Timestamp now);

  FailureRules rules_;
  mutable std::mutex mutex_;
  std::unordered_map<std::size_t, Counter> counters_;
  std::uint64_t counted_ = 0;
};

}  // namespace signet::server::oauth
