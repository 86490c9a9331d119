// When an issuer is asked: numbers alone, no network and no lock.
#pragma once

#include <cstdint>
#include <string_view>

#include "keys/unknown_kids.h"
#include "signet/remote_jwks.h"
#include "signet/result.h"
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
/// `fresh`: what the answer says, before it is brought into the bounds of the options.
Lifetime lifetime_of(Duration fresh, Timestamp now, const RemoteKeyOptions& options) noexcept;

/// Two reasons to ask, and neither waits for the other: that it is due, and a kid that is not known, which has a budget
/// of its own of one request in each cool-down.
class RefreshPlan {
 public:
  enum class Reason : std::uint8_t { due, unknown_kid, asked };
  enum class Answer : std::uint8_t { nothing, now, later };
  static constexpr Timestamp kNever = Timestamp::max();

  explicit RefreshPlan(const RemoteKeyOptions& options) noexcept
      : first_retry_(options.first_retry), cool_down_(options.cool_down) {}

  /// One at a time, whatever the reason.
  bool may_begin(Reason reason, Timestamp now) const noexcept;
  void begin(Reason reason, Timestamp now) noexcept;
  void succeeded(Timestamp refresh_at) noexcept;
  /// The pause after a failure doubles, up to the cool-down.
  void failed(Timestamp now) noexcept;

  /// A kid that is not in the set: whether a refresh should begin for it, and whether now or at kid_at().
  Answer ask_for_kid(std::string_view kid, Timestamp now);
  /// The keys changed: what was unknown may be there.
  void forget_kids() noexcept;

  bool is_under_way() const noexcept { return is_under_way_; }
  /// When it is asked whatever happens; kNever while that is under way.
  Timestamp due_at() const noexcept { return due_at_; }
  /// When it is asked next for a kid that was looked for within the cool-down; kNever when there was none.
  Timestamp kid_at() const noexcept { return kid_at_; }
  /// When it may be asked next for a kid.
  Timestamp next_for_kid() const noexcept { return kid_budget_at_; }
  Timestamp next() const noexcept { return due_at_ < kid_at_ ? due_at_ : kid_at_; }

 private:
  Duration first_retry_;
  Duration cool_down_;
  Duration pause_ = Duration::zero();
  bool is_under_way_ = false;
  Timestamp due_at_ = Timestamp::min();
  Timestamp kid_at_ = kNever;
  Timestamp kid_budget_at_ = Timestamp::min();
  UnknownKids unknown_;
};

}  // namespace signet::keys
