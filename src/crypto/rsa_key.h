// RSA numbers: what makes them well formed, and the EVP_PKEY of them.
#pragma once

#include "crypto/key_material.h"
#include "crypto/libcrypto.h"
#include "signet/key.h"

namespace signet::crypto {

inline constexpr unsigned kMaxExponentBits = 33;

/// n and e. Errors: malformed_key(n|e), limit_exceeded(n), weak_key(n|e).
Result<> check_rsa_public(const RsaNumbers& numbers);
/// The private numbers, which are all there afterwards: those of a key that has only d are computed.
/// Errors: malformed_key(MEMBER), key_mismatch(MEMBER).
Result<> complete_rsa_private(RsaNumbers& numbers);
/// dp and dq from the others, for forms that leave them out; n and e have been checked. Errors: malformed_key(d|p|q).
Result<> derive_crt_exponents(RsaNumbers& numbers);
/// Primality. Errors: weak_key(n|p|q).
Result<> check_rsa_deep(const RsaNumbers& numbers);

PkeyPtr make_rsa_pkey(const RsaNumbers& numbers);
/// Errors: internal(rsa).
Result<RsaNumbers> make_rsa_numbers(unsigned bits);

}  // namespace signet::crypto
