// What RSASSA-PKCS1-v1_5 and RSASSA-PSS have in common.
#pragma once

#include <memory>

#include "crypto/hashed_signature.h"
#include "crypto/signature_algorithm.h"
#include "signet/result.h"

namespace signet::crypto {

/// Whether libcrypto has RSA signatures and this hash.
bool rsa_available(Hash hash) noexcept;

/// Signatures are exactly as long as the modulus. Errors: alg_unavailable(ALG) when libcrypto refuses `setup`.
Result<std::unique_ptr<const PreparedVerify>> prepare_rsa_verify(const SignatureAlgorithm& row, const KeyMaterial& key,
                                                                 HashedSignature::Setup setup);
Result<std::unique_ptr<const PreparedSign>> prepare_rsa_sign(const SignatureAlgorithm& row, const KeyMaterial& key,
                                                             HashedSignature::Setup setup);

}  // namespace signet::crypto
