// The token profiles that Signet knows: `Policy::profile(*find_profile("at+jwt"))`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "signet/algorithm.h"
#include "signet/profile.h"
#include "signet/result.h"

namespace signet::jwt {

/// All of them, kinds of token and overlays, in the order of registration. They live forever.
std::span<const Profile* const> profiles() noexcept;
/// The one of exactly this id, or null.
const Profile* find_profile(std::string_view id) noexcept;

/// The value of at_hash or c_hash for an access token or a code (OpenID Connect Core 1.0 section 3.1.3.6): base64url of
/// the left half of its hash, where the algorithm of the ID Token says which hash. For EdDSA `crv` decides: Ed25519 or
/// Ed448. Errors: alg_unavailable(alg) where no hash is known or libcrypto lacks it.
Result<std::string> token_hash(std::string_view text, const SignatureAlgorithm& algorithm, std::string_view crv = {});

}  // namespace signet::jwt
