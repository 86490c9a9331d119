// Whether a token that holds was revoked.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signet/claims.h"
#include "signet/result.h"
#include "signet/seams/revocation_source.h"
#include "signet/timestamp.h"

namespace signet::jwt {

/// Whom a policy asks, and by which claim a token names the family of its grant; null: nobody.
struct RevocationRules {
  std::shared_ptr<const RevocationSource> source;
  std::string grant_claim;
};

/// Asks about what proven claims say; `key_id` is that of the key that proved them. Errors: revoked(NAME),
/// revocations_unknown(REASON), internal(revocations) for a source that throws.
Result<> check_revoked(const RevocationRules& rules, const Claims& claims, std::string_view key_id, Timestamp now);

}  // namespace signet::jwt
