// What registered claims ask of their values beside the type: one constant for each claim, or each group of claims,
// that asks something, defined in the file of its family.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

// openid_profile.cpp
extern const ClaimCheck kWebPage, kEmail, kBirthdate, kZoneinfo, kLocale, kAddress;
// openid_token.cpp
extern const ClaimCheck kTokenHash, kSubJwk, kClaimNames, kClaimSources;

}  // namespace signet::jwt
