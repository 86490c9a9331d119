// When an issuer is asked: numbers alone, no network and no lock.
#pragma once

#include <optional>

#include "signet/remote_jwks.h"
#include "signet/timestamp.h"

namespace signet::keys {

/// Errors: limit_exceeded(OPTION) for what makes no sense, or would ask without end.
Result<> check_options(const RemoteKeyOptions& options);

/// Times of a set that was taken.
struct Lifetime {
  Timestamp confirmed;   ///< when the issuer said so
  Timestamp refresh_at;  ///< when it is asked again: before the set is stale
  Timestamp stale_at;    ///< from then on it may have changed
  Timestamp dead_at;     ///< from then on it is not used
};
/// `fresh_for`: what the answer says, if it does.
Lifetime lifetime_of(std::optional<Duration> fresh_for, Timestamp now, const RemoteKeyOptions& options);

class RefreshPlan {
 public:
  explicit RefreshPlan(const RemoteKeyOptions& options)
      : first_retry_(options.first_retry), cool_down_(options.cool_down) {}

  /// Whether a refresh that is due may begin: not before a failure's pause has passed.
  bool may_retry(Timestamp now) const noexcept { return now >= retry_at_; }
  /// Whether one may begin for a kid that is not known.
  bool may_ask_for_kid(Timestamp now) const noexcept { return now >= kid_at_; }
  Timestamp next_for_kid() const noexcept { return kid_at_; }
  Timestamp retry_at() const noexcept { return retry_at_; }

  void asked_for_kid(Timestamp now) noexcept { kid_at_ = now + cool_down_; }
  void succeeded() noexcept;
  /// Gives the pause until the next attempt.
  Duration failed(Timestamp now) noexcept;

 private:
  Duration first_retry_;
  Duration cool_down_;
  Duration pause_ = Duration::zero();
  Timestamp retry_at_ = Timestamp::min();
  Timestamp kid_at_ = Timestamp::min();
};

}  // namespace signet::keys
