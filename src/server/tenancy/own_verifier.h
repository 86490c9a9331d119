// Verifiers of the tokens that a tenant itself made.
#pragma once

#include <memory>
#include <string>

#include "server/keyring/ring.h"
#include "server/tenancy/revocations.h"
#include "signet/jwt.h"

namespace signet::server {

/// The claim of tokens that names what they came from, when that may bring several: RevokedKind::grant.
inline constexpr std::string_view kGrantClaim = "grant_id";

/// Of access tokens under the keys of the ring; null when nothing can be verified, which a ring without keys cannot.
std::shared_ptr<const jwt::Verifier> make_own_verifier(const std::string& issuer, Duration leeway,
                                                       const std::shared_ptr<const keyring::Ring>& ring,
                                                       const std::shared_ptr<Revocations>& revocations);
/// Of access tokens of an API that has a secret.
Result<std::shared_ptr<const jwt::Verifier>> make_secret_verifier(const std::string& issuer, Duration leeway,
                                                                  std::string_view algorithm, const JwkSet& key,
                                                                  const std::shared_ptr<Revocations>& revocations);

}  // namespace signet::server
