// Numbers of libcrypto from and to octets.
#pragma once

#include "crypto/libcrypto.h"
#include "signet/bytes.h"

namespace signet::crypto {

/// A public number; null only when memory is gone.
BnPtr to_number(ByteView big_endian);
/// The same, marked so that libcrypto computes with it in constant time.
BnPtr to_secret_number(ByteView big_endian);
/// An empty place for a secret result.
BnPtr new_secret_number();

/// The shortest big-endian form: no leading zero octet, empty for zero.
Bytes to_octets(const BIGNUM* number);
Secret to_secret_octets(const BIGNUM* number);

/// Whether `octets` is a positive number in its shortest form (RFC 7518 section 2, Base64urlUInt).
constexpr bool is_minimal(ByteView octets) noexcept {
  return !octets.empty() && octets.front() != 0;
}

}  // namespace signet::crypto
