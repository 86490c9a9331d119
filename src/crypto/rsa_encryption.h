// What RSAES-OAEP and RSAES-PKCS1-v1_5 have in common.
#pragma once

#include "crypto/key_management.h"
#include "crypto/libcrypto.h"

namespace signet::crypto {

/// Sets padding and hashes on a context that already has its purpose.
using RsaPadding = bool (*)(EVP_PKEY_CTX*, const KeyManagementAlgorithm& row) noexcept;

Result<std::unique_ptr<const PreparedEncrypt>> prepare_rsa_encrypt(const KeyManagementAlgorithm& row,
                                                                   KeyMaterial::Ptr key, RsaPadding padding);
Result<std::unique_ptr<const PreparedDecrypt>> prepare_rsa_decrypt(const KeyManagementAlgorithm& row,
                                                                   KeyMaterial::Ptr key, RsaPadding padding);

/// Whether libcrypto has RSA encryption.
bool rsa_encryption_available() noexcept;

}  // namespace signet::crypto
