// How many tokens each client gets: a bucket that fills steadily and holds a second's worth.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "signet/timestamp.h"

namespace signet::server::oauth {

/// Used from many threads; memory is bounded.
class RateLimits {
 public:
  /// Takes one of the client's; false where it has none left. 0 per second: no limit.
  bool take(std::string_view tenant, std::string_view client, std::size_t per_second, Timestamp now);

 private:
  struct Bucket {
    double left = 0;
    Timestamp at{};
  };
  static constexpr std::size_t kMost = 65'536;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace signet::server::oauth
