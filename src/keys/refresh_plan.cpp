#include "keys/refresh_plan.h"

#include <algorithm>
#include <string_view>

namespace signet::keys {
namespace {

constexpr Duration kLongest = std::chrono::hours(24 * 366);

struct Bound {
  std::string_view name;
  Duration RemoteKeyOptions::* member;
  Duration least;
};
// A second at least lies between two requests, whatever is configured.
constexpr Bound kBounds[] = {
    {"default_max_age", &RemoteKeyOptions::default_max_age, std::chrono::seconds(1)},
    {"min_max_age", &RemoteKeyOptions::min_max_age, std::chrono::seconds(1)},
    {"max_max_age", &RemoteKeyOptions::max_max_age, std::chrono::seconds(1)},
    {"max_stale", &RemoteKeyOptions::max_stale, Duration::zero()},
    {"cool_down", &RemoteKeyOptions::cool_down, std::chrono::seconds(1)},
    {"first_retry", &RemoteKeyOptions::first_retry, std::chrono::milliseconds(100)},
    {"timeout", &RemoteKeyOptions::timeout, std::chrono::milliseconds(1)},
    {"wait_for_key", &RemoteKeyOptions::wait_for_key, Duration::zero()},
};

}  // namespace

Result<> check_options(const RemoteKeyOptions& options) {
  for (const Bound& bound : kBounds) {
    const Duration value = options.*bound.member;
    if (value < bound.least || value > kLongest) return fail(Errc::limit_exceeded, bound.name);
  }
  if (options.min_max_age > options.max_max_age) return fail(Errc::limit_exceeded, "max_max_age");
  if (options.max_body == 0 || options.max_body > kMaxKeySetText) return fail(Errc::limit_exceeded, "max_body");
  return {};
}

Lifetime lifetime_of(std::optional<Duration> fresh_for, Timestamp now, const RemoteKeyOptions& options) {
  const Duration fresh =
      std::clamp(fresh_for.value_or(options.default_max_age), options.min_max_age, options.max_max_age);
  constexpr int kAhead = 5;  // a fifth of its time is left for a slow answer or a few retries
  return {.confirmed = now,
          .refresh_at = now + fresh - fresh / kAhead,
          .stale_at = now + fresh,
          .dead_at = now + fresh + options.max_stale};
}

void RefreshPlan::succeeded() noexcept {
  pause_ = Duration::zero();
  retry_at_ = Timestamp::min();
}

Duration RefreshPlan::failed(Timestamp now) noexcept {
  pause_ = pause_ == Duration::zero() ? first_retry_ : std::min(pause_ * 2, std::max(cool_down_, first_retry_));
  retry_at_ = now + pause_;
  return pause_;
}

}  // namespace signet::keys
