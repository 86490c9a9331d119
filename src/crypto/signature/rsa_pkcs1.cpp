// RS256, RS384, RS512: RFC 7518 section 3.3, RFC 8017 section 8.2.
#include <openssl/rsa.h>

#include "crypto/rsa_signature.h"
#include "crypto/signature/families.h"

namespace signet::crypto {
namespace {

bool set_padding(EVP_PKEY_CTX* context, const EVP_MD*) noexcept {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
}

Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  return prepare_rsa_verify(row, *key, set_padding);
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  return prepare_rsa_sign(row, *key, set_padding);
}

template <Hash hash>
constexpr SignatureAlgorithm row(std::string_view name, std::string_view requirement) {
  return {.name = name,
          .kty = KeyType::rsa,
          .curves = {},
          .hash = hash,
          .signature_octets = 0,
          .min_key_octets = 0,
          .generated_octets = 0,
          .also_fits = {},
          .requirement = requirement,
          .spec = "RFC 7518 3.3",
          .available = []() noexcept { return rsa_available(hash); },
          .prepare_verify = prepare_verify,
          .prepare_sign = prepare_sign};
}

constexpr SignatureAlgorithm kRows[] = {
    row<Hash::sha256>("RS256", "Recommended"),
    row<Hash::sha384>("RS384", "Optional"),
    row<Hash::sha512>("RS512", "Optional"),
};

}  // namespace

std::span<const SignatureAlgorithm> families::rsa_pkcs1() noexcept {
  return kRows;
}

}  // namespace signet::crypto
