// What clients may put into a proof.
#pragma once

#include <string_view>

#include "signet/result.h"

namespace signet::dpop {

/// A method is a token (RFC 9110 section 5.6.2). Errors: claim_rule(htm).
Result<> check_method_syntax(std::string_view method);
/// nonce = 1*NQCHAR (RFC 9449 section 8.1). Errors: claim_rule(nonce), also for more than 4096 characters.
Result<> check_nonce_syntax(std::string_view nonce);

}  // namespace signet::dpop
