// Diffie-Hellman between two keys on one curve: RFC 7518 section 4.6, RFC 8037 section 3.2.
#pragma once

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// Z: the x coordinate at the full size of the field, or the output of X25519 or X448. Both keys are on one curve, and
/// their points were checked when they were made. Errors: decryption_failed(token) for a result of X25519 or X448
/// that is all zeros, and when libcrypto refuses.
Result<Secret> agree(const KeyMaterial& private_key, const KeyMaterial& peer);

}  // namespace signet::crypto
