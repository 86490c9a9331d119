#include "server/oauth/rate_limits.h"

#include <algorithm>

namespace signet::server::oauth {

bool RateLimits::take(std::string_view tenant, std::string_view client, std::size_t per_second, Timestamp now) {
  if (per_second == 0) return true;
  const auto most = static_cast<double>(per_second);
  std::string key(tenant);
  key += '\0';
  key += client;
  const std::scoped_lock lock(mutex_);
  if (buckets_.size() >= kMost && !buckets_.contains(key)) {
    // A bucket that nobody took from for a second is full, as a new one is.
    std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.at > std::chrono::seconds(1); });
    if (buckets_.size() >= kMost) buckets_.erase(buckets_.begin());
  }
  const auto [at, is_new] = buckets_.try_emplace(std::move(key), Bucket{.left = most, .at = now});
  Bucket& bucket = at->second;
  const double passed = std::chrono::duration<double>(std::max(now - bucket.at, Duration::zero())).count();
  bucket.left = std::min(most, bucket.left + passed * most);
  bucket.at = std::max(bucket.at, now);
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

}  // namespace signet::server::oauth
