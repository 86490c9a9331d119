// x5c, x5t and x5t#S256 of a JWK (RFC 7517 sections 4.7 to 4.9).
#pragma once

#include "crypto/key_material.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet::jose {

/// Whether the leaf certificate holds the key, every certificate is whole DER, and the thumbprints are those of the
/// leaf; a thumbprint without certificates is checked for its form alone. The chain is not validated: a JWK is
/// trusted because of where it comes from, never because of its certificate.
/// Errors: malformed_key(x5c|x5t|x5t#S256), key_unsupported(x5c), limit_exceeded(x5c), weak_key(x5c),
/// certificate_mismatch(x5c|x5t|x5t#S256).
Result<> check_certificate_members(const KeyInfo& info, const crypto::KeyMaterial& key);

}  // namespace signet::jose
