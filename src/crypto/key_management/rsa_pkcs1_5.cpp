// RSA1_5: RFC 7518 section 4.2, for peers that have nothing better (RFC 8725 section 3.2).
#include <openssl/params.h>
#include <openssl/rsa.h>

#include <memory>

#include "crypto/key_management/families.h"
#include "crypto/rsa_encryption.h"

namespace signet::crypto {
namespace {

// OSSL_ASYM_CIPHER_PARAM_IMPLICIT_REJECTION of OpenSSL 3.2, which the headers of 3.0 do not name.
constexpr const char* kImplicitRejection = "implicit-rejection";

bool set_padding(EVP_PKEY_CTX* context, const KeyManagementAlgorithm&) noexcept {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
}

/// With implicit rejection a wrong padding gives a key that is drawn from the ciphertext, so that nothing can be told
/// from it (RFC 7516 section 11.5). Without it libcrypto says that the padding is wrong, and how long it takes says so
/// too: that is the oracle of Bleichenbacher, and we do not offer it.
bool has_implicit_rejection() noexcept {
  const ErrorDrain drain;
  const std::unique_ptr<EVP_ASYM_CIPHER, Deleter<EVP_ASYM_CIPHER_free>> cipher(
      EVP_ASYM_CIPHER_fetch(nullptr, "RSA", nullptr));
  const OSSL_PARAM* settable = cipher ? EVP_ASYM_CIPHER_settable_ctx_params(cipher.get()) : nullptr;
  return settable != nullptr && OSSL_PARAM_locate_const(settable, kImplicitRejection) != nullptr;
}

bool available() noexcept {
  static const bool have = has_implicit_rejection();
  return have;
}

Result<std::unique_ptr<const PreparedEncrypt>> prepare_encrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  return prepare_rsa_encrypt(row, std::move(key), set_padding);
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_decrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  return prepare_rsa_decrypt(row, std::move(key), set_padding);
}

constexpr KeyType kTypes[] = {KeyType::rsa};
constexpr KeyManagementAlgorithm kRows[] = {
    {.name = "RSA1_5",
     .mode = KeyManagementMode::key_encryption,
     .types = kTypes,
     .curves = {},
     .parameters = {},
     .hash = Hash::none,
     .wrap_octets = 0,
     .key_octets = 0,
     .legacy = true,
     .requirement = "Recommended-",
     .spec = "RFC 7518 4.2",
     .available = available,
     .prepare_encrypt = prepare_encrypt,
     .prepare_decrypt = prepare_decrypt},
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::rsa_pkcs1_5() noexcept {
  return kRows;
}

}  // namespace signet::crypto
