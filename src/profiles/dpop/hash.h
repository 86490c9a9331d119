// The hashes of DPoP, all of them SHA-256.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "signet/result.h"

namespace signet::dpop {

using Digest = std::array<std::uint8_t, 32>;

/// Errors: internal(digest) when libcrypto fails.
Result<Digest> sha256(std::string_view text);
/// "ath" (RFC 9449 section 4.2): base64url of the hash of the token's octets. Errors: as sha256.
Result<std::string> access_token_hash(std::string_view token);

}  // namespace signet::dpop
