// Keys and key sets that are encrypted: RFC 7517 section 7.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "signet/bytes.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet {

/// A JWK with everything that it has, private members too, as a compact JWE with "cty":"jwk+json".
/// Errors: private_key(d|priv) for a public key, and those of jwe::encrypt_compact.
Result<std::string> encrypt_jwk(const Key& key, const jwe::Recipient& recipient, const ContentEncryption& enc);
/// A JWK Set of private and symmetric keys, with "cty":"jwk-set+json". Errors: the same.
Result<std::string> encrypt_jwk_set(std::span<const Key> keys, const jwe::Recipient& recipient,
                                    const ContentEncryption& enc);

/// Errors: those of jwe::decrypt_compact, typ_mismatch(cty) for one that does not say that it holds a JWK, and those of
/// Key::from_jwk.
Result<Key> decrypt_jwk(std::string_view token, const DecryptionKeySource& keys, const jwe::Policy& policy);
/// The set is read as private. Errors: the same, and those of JwkSet::parse_private.
Result<JwkSet> decrypt_jwk_set(std::string_view token, const DecryptionKeySource& keys, const jwe::Policy& policy);

/// The same with a passphrase: PBES2-HS512+A256KW and A256GCM, jwe::kDefaultIterations unless said otherwise.
/// Errors: passphrase_missing(passphrase) for an empty one, limit_exceeded(passphrase) for more than 1024 octets.
Result<std::string> encrypt_jwk(const Key& key, const Secret& passphrase,
                                std::uint64_t iterations = jwe::kDefaultIterations);
Result<std::string> encrypt_jwk_set(std::span<const Key> keys, const Secret& passphrase,
                                    std::uint64_t iterations = jwe::kDefaultIterations);

/// Whether a file holds a compact JWE, perhaps before a line end: five parts of base64url, nothing else.
bool is_encrypted_jwk(std::string_view content) noexcept;
/// What such a file holds: the JSON text of a JWK or a JWK Set, by any PBES2 algorithm and any content encryption.
/// Errors: passphrase_missing(encrypted), decryption_failed(passphrase), typ_mismatch(cty), and those of
/// jwe::decrypt_compact.
Result<Secret> open_encrypted_jwk(std::string_view content, const Secret* passphrase);

}  // namespace signet
