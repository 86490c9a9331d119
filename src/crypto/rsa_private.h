// The arithmetic of an RSA private key.
#pragma once

#include "crypto/key_material.h"
#include "crypto/libcrypto.h"

namespace signet::crypto {

/// All numbers of a private key as libcrypto computes with them, in constant time and cleared at the end.
/// n and e have been checked before.
class RsaPrivate {
 public:
  /// Sizes and presence (RFC 7518 section 6.3.2). Errors: malformed_key(MEMBER).
  static Result<RsaPrivate> read(const RsaNumbers& numbers);

  /// Finds p and q from n, e and d, and the CRT members from them. Errors: key_mismatch(d).
  Result<> recover();
  /// Errors: key_mismatch(MEMBER).
  Result<> check() const;
  /// The members that recover() found.
  void write(RsaNumbers& numbers) const;

 private:
  Result<> split_modulus();
  Result<> derive_crt();
  Result<> check_factors() const;
  Result<> check_exponents() const;

  BnCtxPtr context_;
  BnPtr n_, e_, d_, p_, q_, dp_, dq_, qi_;
};

}  // namespace signet::crypto
