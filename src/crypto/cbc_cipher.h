// Block ciphers in CBC mode with the padding of RFC 8018 section 6.1.1: what private keys are encrypted with, and half
// of AES_CBC_HMAC_SHA2.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

struct evp_cipher_st;  // EVP_CIPHER

namespace signet::crypto {

/// Facts about a cipher.
struct CbcCipher {
  const char* name;      // as libcrypto and DEK-Info call it
  std::string_view oid;  // contents of its OBJECT IDENTIFIER in DER
  std::size_t key_octets;
  std::size_t block_octets;  // of the IV as well
  const evp_cipher_st* (*fetched)() noexcept;
};
/// AES-256-CBC, which is what new keys are encrypted with.
extern const CbcCipher kAes256Cbc;
const CbcCipher* find_cbc_cipher(std::string_view name) noexcept;
const CbcCipher* find_cbc_cipher_by_oid(ByteView oid) noexcept;

/// Whether the octets may be a ciphertext: whole blocks, one at least.
constexpr bool is_ciphertext(const CbcCipher& cipher, ByteView octets) noexcept {
  return !octets.empty() && octets.size() % cipher.block_octets == 0;
}

/// The plaintext without its padding. Key and IV have the cipher's sizes. Errors: decryption_failed(passphrase) for a
/// padding that is none, key_unsupported(cipher) when this libcrypto lacks the cipher, limit_exceeded(ciphertext).
Result<Secret> decrypt_cbc(const CbcCipher& cipher, const Secret& key, ByteView iv, ByteView ciphertext);
/// Errors: key_unsupported(cipher), limit_exceeded(plaintext).
Result<Bytes> encrypt_cbc(const CbcCipher& cipher, const Secret& key, ByteView iv, ByteView plaintext);

/// The key of the old PEM encryption: MD5 over passphrase and the first eight octets of the IV, one iteration.
/// Errors: limit_exceeded(passphrase), key_unsupported(kdf).
Result<Secret> derive_legacy_key(const CbcCipher& cipher, const Secret& passphrase, ByteView iv);

}  // namespace signet::crypto
