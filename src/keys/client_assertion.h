// Assertions that a client signs: RFC 7523.
#pragma once

#include <string_view>

#include "signet/result.h"
#include "signet/seams/signer.h"
#include "signet/timestamp.h"

namespace signet::keys {

inline constexpr Duration kClientAssertionLifetime = std::chrono::seconds(60);

struct AssertionClaims {
  std::string_view issuer;
  std::string_view subject;
  std::string_view audience;  ///< one string
  Duration lifetime;
};

/// A JWT with iss, sub, aud, iat, exp and a random jti. Errors: internal(random) and those of the signer.
Result<std::string> sign_assertion(const AssertionClaims& claims, const Signer& signer, Timestamp now);

}  // namespace signet::keys
