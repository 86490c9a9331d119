// PS256, PS384, PS512: RFC 7518 section 3.5, RFC 8017 section 8.1.
#include <openssl/rsa.h>

#include "crypto/rsa_signature.h"
#include "crypto/signature/families.h"

namespace signet::crypto {
namespace {

bool set_padding(EVP_PKEY_CTX* context, const EVP_MD* md) noexcept {
  //= rfc7518#3.5 MGF1 with the same hash; the size of the salt is that of the hash output, no other
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, md) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, EVP_MD_get_size(md)) == 1;
}

Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  return prepare_rsa_verify(row, *key, set_padding);
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  return prepare_rsa_sign(row, *key, set_padding);
}

template <Hash hash>
constexpr SignatureAlgorithm row(std::string_view name) {
  return {.name = name,
          .kty = KeyType::rsa,
          .curves = {},
          .hash = hash,
          .signature_octets = 0,
          .min_key_octets = 0,
          .generated_octets = 0,
          .also_fits = {},
          .requirement = "Optional",
          .spec = "RFC 7518 3.5",
          .available = []() noexcept { return rsa_available(hash); },
          .prepare_verify = prepare_verify,
          .prepare_sign = prepare_sign};
}

constexpr SignatureAlgorithm kRows[] = {
    row<Hash::sha256>("PS256"),
    row<Hash::sha384>("PS384"),
    row<Hash::sha512>("PS512"),
};

}  // namespace

std::span<const SignatureAlgorithm> families::rsa_pss() noexcept {
  return kRows;
}

}  // namespace signet::crypto
