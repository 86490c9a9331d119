// Subject Identifiers, which other claims than sub_id hold, too: RFC 9493.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

/// Of any JSON value. A format that RFC 9493 does not define holds, whatever its members are.
Breach check_subject_identifier(const json::Value& value) noexcept;

/// All that it may find.
inline constexpr Rule kSubjectIdentifierRules[] = {
    {"RFC 9493 3", "a Subject Identifier is an object that names its format"},
    {"RFC 9493 3.2.1", "an account has uri, an acct URI: acct:user@host"},
    {"RFC 9493 3.2.2", "an email has email, an addr-spec of RFC 5322: local-part@domain"},
    {"RFC 9493 3.2.3", "an iss_sub has iss and sub, each a StringOrURI that is not empty"},
    {"RFC 9493 3.2.4", "an opaque has id, a string that is not empty"},
    {"RFC 9493 3.2.5", "a phone_number has phone_number, in the form of E.164: + and up to 15 digits"},
    {"RFC 9493 3.2.6", "a did has url, a DID URL: did:method:id"},
    {"RFC 9493 3.2.7", "a uri has uri, a URI"},
    {"RFC 9493 3.2.8", "aliases has identifiers, an array of one or more Subject Identifiers"},
    {"RFC 9493 3.2.8", "aliases are not nested"},
    {"RFC 9493 3", "a Subject Identifier has no member that its format does not describe"},
};

}  // namespace signet::jwt
