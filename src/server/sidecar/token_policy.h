// What a policy of the configuration demands of a token, as a verifier takes it.
#pragma once

#include "server/sidecar/config.h"
#include "signet/jwt.h"

namespace signet::server {

/// Whether a profile says what typ its tokens have; false for null.
bool decides_typ(const jwt::Profile* profile);

/// All but the issuer. Where neither profile nor typ say another thing, the typ is JWT or absent. Errors:
/// alg_unknown(NAME).
Result<jwt::Policy> token_policy(const PolicyConfig& config);

}  // namespace signet::server
