// What registered claims ask of their values beside the type: one constant for each claim, or each group of claims,
// that asks something, defined in the file of its family.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

// attestation.cpp
extern const ClaimCheck kEatNonce, kUeid, kSueids, kOemid, kHwmodel, kEatVersion, kDbgstat, kLocation, kEatProfile,
    kUptime, kBootcount, kBootseed, kIntuse;
// attestation_lists.cpp
extern const ClaimCheck kDloas, kManifests, kMeasurements, kMeasres;
// authority_token.cpp
extern const ClaimCheck kAtc;
// authorization.cpp
extern const ClaimCheck kAuthorizationDetails, kTokenIntrospection;
// cdni.cpp
extern const ClaimCheck kCdniVersion, kCdniCritical, kCdniAddress, kCdniContainer, kCdniTransport, kCdniDepth;
// confirmation.cpp
extern const ClaimCheck kCnf, kCnfJwk, kCnfJwe, kCnfJku, kCnfOsc, kCnfX5t, kCnfJkt;
// constrained.cpp
extern const ClaimCheck kAceProfile, kCnonce, kExi;
// credential.cpp
extern const ClaimCheck kVc, kVp;
// dpop.cpp
extern const ClaimCheck kHtm, kHtu, kAth;
// geohash.cpp
extern const ClaimCheck kGeohash;
// identity_claims.cpp
extern const ClaimCheck kPlaceOfBirth, kNationalities, kMsisdn;
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
// scim.cpp
extern const ClaimCheck kScimValues;
// security_event.cpp
extern const ClaimCheck kEvents;
// selective_disclosure.cpp
extern const ClaimCheck kSd, kArrayDigest, kSdAlg, kSdHash;
// signature_validation.cpp
extern const ClaimCheck kSigValClaims;
// sip.cpp
extern const ClaimCheck kSipFromTag, kSipCallId, kSipCseqNum, kSipViaBranch;
// subject_identifier.cpp
extern const ClaimCheck kSubId;
// submodules.cpp
extern const ClaimCheck kSubmods;
// token_exchange.cpp
extern const ClaimCheck kAct, kMayAct, kScope, kClientId, kAtUseNbr;
// trust_vector.cpp
extern const ClaimCheck kVot, kVtm;
// verified_claims.cpp
extern const ClaimCheck kVerifiedClaims;

}  // namespace signet::jwt
