// Octets that must not be a symmetric key because everybody may know them.
#pragma once

#include "signet/bytes.h"

namespace signet::crypto {

/// Whether the octets are, or contain behind or before other bytes, text of a PEM file, a JWK, a JWK Set or an SSH
/// public key, or DER of a certificate or public key; also as base64 or base64url, up to twice.
/// Used as an HMAC key such octets let anybody sign who knows the public key (CVE-2015-9235 and its many heirs).
bool is_key_text(ByteView octets);

}  // namespace signet::crypto
