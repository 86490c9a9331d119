#include "keys/renewal_plan.h"

#include <algorithm>

namespace signet::keys {
namespace {

/// A part of `whole`, which is not negative, between nothing and all of it.
Duration some_of(Duration whole, std::uint64_t chance) noexcept {
  const auto count = static_cast<std::uint64_t>(whole.count());
  return Duration(static_cast<Duration::rep>(chance % (count + 1)));
}

}  // namespace

TokenLife life_of(Duration lifetime, Timestamp asked_at, const TokenSourceOptions& options,
                  std::uint64_t chance) noexcept {
  constexpr int kHundred = 100;
  constexpr int kTwentieth = 20;
  constexpr int kTenth = 10;
  lifetime = std::min(lifetime, options.max_lifetime);
  const Duration spare = std::min(options.spare, lifetime / kTenth);
  const Duration until_renewal = lifetime * static_cast<int>(options.renew_at_percent) / kHundred;
  return {.renew_at = asked_at + until_renewal - some_of(lifetime / kTwentieth, chance),
          .usable_until = asked_at + lifetime - spare,
          .spare = spare};
}

void RetryPlan::succeeded(Timestamp now) noexcept {
  pause_ = Duration::zero();
  not_before_ = now;
  succeeded_at_ = now;
}

void RetryPlan::failed(Timestamp now, std::optional<Duration> retry_after, std::uint64_t chance) noexcept {
  pause_ = pause_ == Duration::zero() ? first_ : std::min(pause_ * 2, longest_);
  const Duration half = pause_ / 2;
  not_before_ = now + std::max(half + some_of(half, chance), retry_after.value_or(Duration::zero()));
}

void RetryPlan::forgotten() noexcept {
  if (succeeded_at_ != Timestamp::min()) not_before_ = std::max(not_before_, succeeded_at_ + first_);
}

}  // namespace signet::keys
