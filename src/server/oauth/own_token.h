// A token that is said to be one of the tenant's own: for introspection and revocation.
#pragma once

#include <memory>
#include <string_view>

#include "server/tenancy/tenant.h"
#include "signet/jwt.h"

namespace signet::server::oauth {

struct OwnToken {
  jwt::Verified token;
  std::shared_ptr<const Api> api;  ///< that it is for; null where that was erased
  bool is_of_secret = false;       ///< whoever has the API's secret can have made it
};

/// Errors: those of jwt::Verifier::verify; key_not_found(kid) for a token that no key of the tenant can have signed.
Result<OwnToken> verify_own(const Tenant& tenant, std::string_view token, Timestamp now);

}  // namespace signet::server::oauth
