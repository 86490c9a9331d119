// When a token is asked for: numbers alone, no network and no lock.
#pragma once

#include <cstdint>
#include <optional>

#include "signet/timestamp.h"
#include "signet/token_source.h"

namespace signet::keys {

/// Times of a token that was taken.
struct TokenLife {
  Timestamp renew_at;      ///< by the clock
  Timestamp usable_until;  ///< by the clock
  Duration spare;          ///< what is left then
};
/// `lifetime` is positive. `chance`: any number; a token is renewed up to a twentieth of its life earlier, so that what
/// was started together does not ask together.
TokenLife life_of(Duration lifetime, Timestamp asked_at, const TokenSourceOptions& options,
                  std::uint64_t chance) noexcept;

/// The pause after failures.
class RetryPlan {
 public:
  explicit RetryPlan(const TokenSourceOptions& options) noexcept
      : first_(options.first_retry), longest_(options.max_retry) {}
  void succeeded(Timestamp now) noexcept;
  /// Between half of the pause and the whole of it, as `chance` has it, and no sooner than the server asks for.
  void failed(Timestamp now, std::optional<Duration> retry_after, std::uint64_t chance) noexcept;
  /// The token is not wanted any more: another one may be had, but not at every turn.
  void forgotten() noexcept;
  /// From when on something may be asked.
  Timestamp not_before() const noexcept { return not_before_; }

 private:
  Duration first_;
  Duration longest_;
  Duration pause_ = Duration::zero();
  Timestamp not_before_ = Timestamp::min();
  Timestamp succeeded_at_ = Timestamp::min();
};

}  // namespace signet::keys
