// What a public RSA number tells about the way in which it was made.
#pragma once

#include "crypto/libcrypto.h"

namespace signet::crypto {

/// Whether the modulus carries the fingerprint of CVE-2017-15361 ("ROCA"): primes of the form
/// k*M + (65537^a mod M) with M a product of the first primes, so that n mod each small prime is a power of 65537.
/// About one honest modulus in 2^27 has it by chance.
bool has_roca_fingerprint(const BIGNUM* n) noexcept;

/// Whether n has a prime factor below 2^12.
bool has_small_factor(const BIGNUM* n) noexcept;

/// Whether n passes for a prime to base 2; a product of two random primes does not.
bool looks_prime(const BIGNUM* n, BN_CTX* context) noexcept;

/// Whether n = p*q with p and q so close together that a few steps of Fermat's method find them (CVE-2022-26320).
bool has_close_factors(const BIGNUM* n, BN_CTX* context) noexcept;

}  // namespace signet::crypto
