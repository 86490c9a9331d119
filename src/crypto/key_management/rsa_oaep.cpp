// RSA-OAEP (RFC 7518 section 4.3) and RSA-OAEP-256, -384, -512 (that section, and the W3C's registration).
#include <openssl/rsa.h>

#include "crypto/key_management/families.h"
#include "crypto/rsa_encryption.h"

namespace signet::crypto {
namespace {

bool set_padding(EVP_PKEY_CTX* context, const KeyManagementAlgorithm& row) noexcept {
  //= rfc7518#4.3 the hash and MGF1 with the same hash; the label is empty
  const EVP_MD* md = fetched(row.hash);
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, md) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(context, md) == 1;
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

template <Hash hash>
constexpr KeyManagementAlgorithm row(std::string_view name, std::string_view requirement, std::string_view spec) {
  return {.name = name,
          .mode = KeyManagementMode::key_encryption,
          .types = kTypes,
          .curves = {},
          .parameters = {},
          .hash = hash,
          .wrap_octets = 0,
          .key_octets = 0,
          .legacy = false,
          .requirement = requirement,
          .spec = spec,
          .available = []() noexcept { return rsa_encryption_available() && fetched(hash) != nullptr; },
          .prepare_encrypt = prepare_encrypt,
          .prepare_decrypt = prepare_decrypt};
}

constexpr KeyManagementAlgorithm kRows[] = {
    row<Hash::sha1>("RSA-OAEP", "Recommended+", "RFC 7518 4.3"),
    row<Hash::sha256>("RSA-OAEP-256", "Optional", "RFC 7518 4.3"),
    row<Hash::sha384>("RSA-OAEP-384", "Optional", "WebCryptoAPI"),
    row<Hash::sha512>("RSA-OAEP-512", "Optional", "WebCryptoAPI"),
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::rsa_oaep() noexcept {
  return kRows;
}

}  // namespace signet::crypto
