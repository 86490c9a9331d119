// What a good token has to say besides: scope, audience, authentication, requirements.
#pragma once

#include "signet/resource.h"

namespace signet::resource {

/// Errors: claim_mismatch(aud), claim_missing(aud); scope_insufficient(scope); those of the requirements;
/// authentication_insufficient(acr|auth_time). Looked at in this order, so that nobody is asked to log in again for
/// something that he may not do anyway.
Result<> check_demands(const Demands& demands, const jwt::Claims& claims, Timestamp now);

/// Errors: policy_incomplete(scope|acr|aud), limit_exceeded(max_age).
Result<> check_form(const Demands& demands);

}  // namespace signet::resource
