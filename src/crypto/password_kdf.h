// Keys from passphrases: PBKDF2 (RFC 8018 section 5.2), scrypt (RFC 7914), and what the old PEM encryption used.
#pragma once

#include <cstddef>
#include <cstdint>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// The longest passphrase that is taken, in octets.
inline constexpr std::size_t kMaxPassphrase = 1024;
/// The longest salt: programs write 8 to 32 octets.
inline constexpr std::size_t kMaxKdfSalt = 128;
/// What a file may ask for. OWASP's password storage guide asks for 210,000 (SHA-512) to 1,300,000 (SHA-1) iterations;
/// 1,500,000 take about a second with the slowest hash.
inline constexpr std::uint64_t kMaxPbkdf2Iterations = 1'500'000;
/// N * r * p of scrypt. openssl writes 2^17; 2^20 takes half a second, and never more than 128 MiB.
inline constexpr std::uint64_t kMaxScryptWork = std::uint64_t{1} << 20;

/// The limits as one value, so that a caller may choose tighter ones.
struct KdfLimits {
  std::uint64_t pbkdf2_iterations = kMaxPbkdf2Iterations;
  std::uint64_t scrypt_work = kMaxScryptWork;
};

struct Pbkdf2 {
  const char* hash;  // as libcrypto calls it
  ByteView salt;
  std::uint64_t iterations;
};
struct Scrypt {
  ByteView salt;
  std::uint64_t n, r, p;
};

/// Whether the work that a file asks for is bearable; nothing is computed. Errors: limit_exceeded(salt|iterations),
/// malformed_pem(iterations).
Result<> check_work(const Pbkdf2& kdf, const KdfLimits& limits);
/// Errors: limit_exceeded(salt|scrypt), malformed_pem(scrypt).
Result<> check_work(const Scrypt& kdf, const KdfLimits& limits);

/// A key of `octets` octets, after check_work(). Errors: limit_exceeded(passphrase), key_unsupported(kdf) when
/// libcrypto refuses.
Result<Secret> derive_key(const Pbkdf2& kdf, const Secret& passphrase, std::size_t octets);
Result<Secret> derive_key(const Scrypt& kdf, const Secret& passphrase, std::size_t octets);

}  // namespace signet::crypto
