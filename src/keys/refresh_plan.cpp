#include "keys/refresh_plan.h"

#include <algorithm>
#include <chrono>
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
    {"idle_after", &RemoteKeyOptions::idle_after, std::chrono::seconds(1)},
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

Lifetime lifetime_of(Duration fresh, Timestamp now, const RemoteKeyOptions& options) noexcept {
  fresh = std::clamp(fresh, options.min_max_age, options.max_max_age);
  constexpr int kAhead = 5;  // a fifth of its time is left for a slow answer or a few retries
  return {.confirmed = now,
          .refresh_at = now + fresh - fresh / kAhead,
          .stale_at = now + fresh,
          .dead_at = now + fresh + options.max_stale};
}

bool RefreshPlan::may_begin(Reason reason, Timestamp now) const noexcept {
  if (is_under_way_) return false;
  if (reason == Reason::due) return now >= due_at_;
  if (reason == Reason::unknown_kid) return now >= kid_at_;
  return true;
}

void RefreshPlan::begin(Reason reason, Timestamp now) noexcept {
  is_under_way_ = true;
  due_at_ = kNever;
  if (reason != Reason::unknown_kid) return;  // the kids keep their turn: they may be published after this answer
  kid_at_ = kNever;
  kid_budget_at_ = now + cool_down_;
}

void RefreshPlan::succeeded(Timestamp refresh_at) noexcept {
  is_under_way_ = false;
  pause_ = Duration::zero();
  due_at_ = refresh_at;
}

void RefreshPlan::failed(Timestamp now) noexcept {
  is_under_way_ = false;
  pause_ = pause_ == Duration::zero() ? first_retry_ : std::min(pause_ * 2, std::max(cool_down_, first_retry_));
  due_at_ = now + pause_;
  forget_kids();  // nothing was learned about them, and the next try looks for them
}

void RefreshPlan::forget_kids() noexcept {
  unknown_.forget();
  kid_at_ = kNever;
}

RefreshPlan::Answer RefreshPlan::ask_for_kid(std::string_view kid, Timestamp now) {
  // What is under way may bring it, and after a failure the next try is due anyway.
  if (is_under_way_ || pause_ != Duration::zero()) return Answer::nothing;
  if (unknown_.is_known(kid, now)) return Answer::nothing;
  const Timestamp when = std::max(kid_budget_at_, now);
  unknown_.remember(kid, when + cool_down_);
  if (kid_at_ != kNever) return Answer::nothing;  // one request is for all of them
  kid_at_ = when;
  return when == now ? Answer::now : Answer::later;
}

}  // namespace signet::keys
