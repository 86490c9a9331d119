// Encrypted PKCS#8: EncryptedPrivateKeyInfo (RFC 5958 section 3) with PBES2 (RFC 8018 section 6.2).
#pragma once

#include <cstdint>

#include "crypto/password_kdf.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// Iterations of keys that we encrypt: OWASP's figure for HMAC-SHA-256.
inline constexpr std::uint64_t kNewPbkdf2Iterations = 600'000;

/// The PrivateKeyInfo inside. Everything that is in the clear is judged before anything is computed, then a passphrase
/// is asked for. A wrong one gives decryption_failed(passphrase), whether the padding or the structure shows it: what
/// comes out is a key only when its outermost structure is whole, and then the key's own errors are told.
/// PBKDF2 with HMAC of SHA-1 and SHA-2, scrypt; AES of all sizes and three-key triple DES, in CBC mode.
/// Errors: malformed_pem(der|iterations|scrypt), key_unsupported(pbes1|encryption|kdf|prf|cipher),
/// limit_exceeded(salt|iterations|scrypt|passphrase), passphrase_missing(encrypted), decryption_failed(passphrase).
Result<Secret> open_pkcs8(ByteView der, const Secret* passphrase, const KdfLimits& limits = {});

/// A PrivateKeyInfo encrypted with PBKDF2, HMAC-SHA-256 and AES-256-CBC; salt and IV are random.
/// Errors: passphrase_missing(passphrase) for an empty one, limit_exceeded(passphrase), internal(random), and
/// key_unsupported(kdf|cipher) when libcrypto refuses.
Result<Bytes> seal_pkcs8(ByteView pkcs8, const Secret& passphrase);

}  // namespace signet::crypto
