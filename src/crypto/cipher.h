// Ciphers of libcrypto, fetched once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "crypto/libcrypto.h"
#include "signet/bytes.h"

namespace signet::crypto {

using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;

enum class CipherMode : std::uint8_t { gcm, cbc, key_wrap };
enum class Direction : int { decrypt = 0, encrypt = 1 };

/// AES with keys of 16, 24 or 32 octets, fetched once for the process; null when this libcrypto lacks it.
const EVP_CIPHER* fetched_aes(CipherMode mode, std::size_t key_octets) noexcept;
/// Three-key triple DES in CBC mode, which old key files use.
const EVP_CIPHER* fetched_triple_des_cbc() noexcept;

/// A context with its key; the IV may be left out. Null when libcrypto refuses.
CipherCtxPtr start_cipher(const EVP_CIPHER* cipher, ByteView key, ByteView iv, Direction direction) noexcept;

/// Whether libcrypto's int can say how long these octets are, and a block more.
bool fits_cipher(ByteView octets) noexcept;

}  // namespace signet::crypto
