#include "server/oauth/failure_limits.h"

#include <functional>
#include <string>

namespace signet::server::oauth {
namespace {

std::size_t key_of(std::string_view tenant, std::string_view client, std::string_view address) {
  std::string text;
  for (const std::string_view part : {tenant, client, address}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return std::hash<std::string>{}(text);
}

}  // namespace

std::optional<int> FailureLimits::wait_of(std::size_t key, std::size_t limit, Timestamp now) const {
  const auto found = counters_.find(key);
  if (found == counters_.end() || found->second.failures < limit) return std::nullopt;
  const Duration left = found->second.since + rules_.window - now;
  if (left <= Duration::zero()) return std::nullopt;
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(left).count());
}

std::optional<int> FailureLimits::must_wait(std::string_view tenant, std::string_view client, std::string_view address,
                                            Timestamp now) const {
  const std::scoped_lock lock(mutex_);
  if (counters_.empty()) return std::nullopt;
  if (const auto wait = wait_of(key_of(tenant, client, address), rules_.per_client, now)) return wait;
  return wait_of(key_of({}, {}, address), rules_.per_address, now);
}

void FailureLimits::add(std::size_t key, Timestamp now) {
  if (counters_.size() >= rules_.entries && !counters_.contains(key)) counters_.erase(counters_.begin());
  Counter& counter = counters_[key];
  if (now - counter.since >= rules_.window) counter = {.since = now, .failures = 0};
  ++counter.failures;
}

void FailureLimits::count(std::string_view tenant, std::string_view client, std::string_view address, Timestamp now) {
  const std::scoped_lock lock(mutex_);
  ++counted_;
  add(key_of(tenant, client, address), now);
  add(key_of({}, {}, address), now);
}

std::uint64_t FailureLimits::counted() const {
  const std::scoped_lock lock(mutex_);
  return counted_;
}

}  // namespace signet::server::oauth
