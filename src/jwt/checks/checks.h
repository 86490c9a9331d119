// What registered claims ask of their values beside the type: one constant for each claim, or each group of claims,
// that asks something, defined in the file of its family.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

// authority_token.cpp
extern const ClaimCheck kAtc;
// cdni.cpp
extern const ClaimCheck kCdniVersion, kCdniCritical, kCdniAddress, kCdniContainer, kCdniTransport, kCdniDepth;
// jcard.cpp
extern const ClaimCheck kJcard;
// openid_profile.cpp
extern const ClaimCheck kWebPage, kEmail, kBirthdate, kZoneinfo, kLocale, kAddress;
// openid_session.cpp
extern const ClaimCheck kSid;
// openid_token.cpp
extern const ClaimCheck kTokenHash, kSubJwk, kClaimNames, kClaimSources;
// passport.cpp
extern const ClaimCheck kOrig, kDest, kDiv, kMky;
// passport_extensions.cpp
extern const ClaimCheck kAttest, kOrigid, kOpt, kRph, kSph, kMsgi;
// rich_call.cpp
extern const ClaimCheck kRcd, kRcdi;
// security_event.cpp
extern const ClaimCheck kEvents;
// signature_validation.cpp
extern const ClaimCheck kSigValClaims;
// sip.cpp
extern const ClaimCheck kSipFromTag, kSipCallId, kSipCseqNum, kSipViaBranch;
// subject_identifier.cpp
extern const ClaimCheck kSubId;
// trust_vector.cpp
extern const ClaimCheck kVot, kVtm;

}  // namespace signet::jwt
