// AES Key Wrap with the default initial value: RFC 3394, RFC 7518 section 4.4.
#pragma once

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// `kek` has 16, 24 or 32 octets; `key` 16 or more, a multiple of 8. Errors: internal(encrypt).
Result<Bytes> wrap_key(const Secret& kek, const Secret& key);
/// Errors: decryption_failed(token).
Result<Secret> unwrap_key(const Secret& kek, ByteView wrapped);
/// Whether libcrypto has it for keys of this size.
bool key_wrap_available(std::size_t kek_octets) noexcept;

}  // namespace signet::crypto
