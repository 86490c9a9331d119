// What a good token has to say besides: scope, audience, authentication, requirements.
#pragma once

#include "signet/resource.h"

namespace signet::resource {

/// What is not met, and which answer that deserves.
struct Unmet {
  enum class Kind : std::uint8_t { token, permission, authentication } kind{};
  Error error;
};

/// All of both, in this order, so that nobody is asked to log in again for something that he may not do anyway:
/// claim_mismatch(aud); scope_insufficient(scope); those of the requirements; authentication_insufficient(acr|
/// auth_time). `more` may be null.
std::optional<Unmet> find_unmet(const Demands& demands, const Demands* more, const jwt::Claims& claims, Timestamp now);

/// Errors: policy_incomplete(scope|acr|aud), limit_exceeded(max_age).
Result<> check_form(const Demands& demands);

}  // namespace signet::resource
