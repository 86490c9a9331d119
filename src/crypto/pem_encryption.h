// The old encryption of PEM bodies: Proc-Type and DEK-Info (RFC 1421 sections 4.6.1.1 and 4.6.1.3), as openssl and
// ssh-keygen -m PEM write it.
#pragma once

#include "codec/pem.h"
#include "crypto/key_shape.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// The DER of a block that has headers. As with PKCS#8, a wrong passphrase has one error, whatever shows it; what comes
/// out is a key only when it is a whole structure of the shape that the label promises.
/// Errors: malformed_pem(headers|body), key_unsupported(cipher|kdf), passphrase_missing(encrypted),
/// limit_exceeded(passphrase), decryption_failed(passphrase).
Result<Secret> open_pem_block(const codec::PemBlock& block, KeyShape promised, const Secret* passphrase);

}  // namespace signet::crypto
