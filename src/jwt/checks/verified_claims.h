// The rules of verified_claims: OpenID Identity Assurance Schema Definition 1.0 section 5.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

/// What an element of evidence may break, in the order in which it is looked at.
inline constexpr Rule kEvidenceRules[] = {
    {"IDA Schema 1.0 5.4.4.1", "evidence is an array of objects"},
    {"IDA Schema 1.0 5.4.4.1", "the type of evidence is document, electronic_record, vouch or electronic_signature"},
    {"IDA Schema 1.0 5.4.4.2", "check_details is an array of objects, and of a document not an empty one"},
    {"IDA Schema 1.0 5.4.4.2", "each of check_details has check_method, and its members are strings"},
    {"IDA Schema 1.0 5.4.4.2", "document_details, record and attestation are objects with a type"},
    {"IDA Schema 1.0 5.4.4.5", "an electronic signature has signature_type, issuer and serial_number"},
    {"IDA Schema 1.0 5.4.4.2", "derived_claims is an object that is not empty"},
    {"IDA Schema 1.0 5.4.4.2", "each claim that is derived from a document is among the claims"},
    {"IDA Schema 1.0 5.4.2", "a time is that of ISO 8601: 2021-05-11T14:29Z"},
};

/// The evidence of one element of verified_claims, and the claims that stand beside it.
Breach check_evidence(const json::Value& evidence, const json::Value& claims) noexcept;

/// YYYY-MM-DDThh:mm, perhaps seconds, and a time zone.
bool is_assurance_time(std::string_view text) noexcept;

}  // namespace signet::jwt
