// A Security Event Token is verified, read and applied, however it came.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "signet/jwt.h"
#include "signet/security_events.h"

namespace signet {

class SetIntake {
 public:
  /// Errors: as SetReceiver::make.
  static Result<std::shared_ptr<const SetIntake>> make(SecurityEventOptions options);

  struct Taken {
    std::size_t entries = 0;
    bool repeated = false;
  };
  /// From any thread. When it fails, nothing was acknowledged; the set may have some of the entries, which does no
  /// harm. `expected_id`, if any, is the jti under which the token came. Errors: those of the verifier and of
  /// read_security_event, claim_mismatch(jti), revoked(kid), limit_exceeded(entries) when the set has no room.
  Result<Taken> take(std::string_view token, const std::string_view* expected_id, Timestamp now) const;
  void tell(SecurityEventNotice::Kind kind, const Error* error, std::size_t entries) const;
  /// Tells what came of it.
  void tell(const Result<Taken>& taken) const;

  RevocationSet& revocations() const noexcept { return *options_.revocations; }

 private:
  SetIntake(SecurityEventOptions options, jwt::Verifier verifier);
  Result<bool> was_taken_before(const jwt::Claims& claims, Timestamp now) const;

  SecurityEventOptions options_;
  jwt::Verifier verifier_;
};

}  // namespace signet
