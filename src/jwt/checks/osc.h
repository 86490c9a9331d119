// OSCORE_Input_Material: RFC 9203 section 3.2.1.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

inline constexpr Rule kOscRules[] = {
    {"RFC 9203 3.2.1", "id, ms, salt and contextId of osc are octets as base64url"},
    {"RFC 9203 3.2.1", "version of osc is an integer that is not negative"},
    {"RFC 9203 3.2.1", "hkdf of osc is a HKDF with HMAC of the registry COSE Algorithms, by its name or number"},
    {"RFC 9203 3.2.1", "alg of osc is an AEAD of the registry COSE Algorithms, by its name or number"},
};

/// An object is OSCORE input material. All its members are optional, and others than those of RFC 9203 may be there.
Breach check_osc(const json::Value& material) noexcept;

}  // namespace signet::jwt
