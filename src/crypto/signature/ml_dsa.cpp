// ML-DSA-44, ML-DSA-65, ML-DSA-87: RFC 9964 section 5, FIPS 204. OpenSSL 3.5 and later have them.
#include <utility>

#include "crypto/libcrypto.h"
#include "crypto/signature/families.h"
#include "crypto/whole_signature.h"

namespace signet::crypto {
namespace {

// Releases that have ML-DSA call a context finished after one message.
constexpr auto kContexts = WholeSignature::Contexts::used_once;

//= rfc9964#5 the ctx parameter MUST be the empty string: which is what libcrypto signs with when nothing is set
class MlDsaVerify final : public PreparedVerify {
 public:
  MlDsaVerify(std::size_t octets, std::unique_ptr<const WholeSignature> key) noexcept
      : octets_(octets), key_(std::move(key)) {}

  bool verify(ByteView input, ByteView signature) const noexcept override {
    return signature.size() == octets_ && key_->verify(input, signature);
  }

 private:
  std::size_t octets_;
  std::unique_ptr<const WholeSignature> key_;
};

Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  auto prepared = WholeSignature::make(key->pkey(), WholeSignature::Purpose::verify, kContexts);
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<MlDsaVerify>(row.signature_octets, std::move(prepared));
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  if (!key->is_private()) return fail(Errc::private_key, "priv");
  // Hedged: libcrypto mixes randomness in, which FIPS 204 section 3.4 prefers.
  return prepare_whole_sign(row, *key, row.signature_octets, kContexts);
}

constexpr char k44[] = "ML-DSA-44", k65[] = "ML-DSA-65", k87[] = "ML-DSA-87";

template <const auto& name>
bool available() noexcept {
  static const bool have = have_whole_signature(name);
  return have;
}

template <const auto& name>
constexpr SignatureAlgorithm row(std::uint16_t octets) {
  return {.name = name,
          .kty = KeyType::akp,
          .curves = {},
          .hash = Hash::none,
          .signature_octets = octets,
          .min_key_octets = 0,
          .generated_octets = 0,
          .also_fits = {},
          .requirement = "Optional",
          .spec = "RFC 9964 5",
          .available = available<name>,
          .prepare_verify = prepare_verify,
          .prepare_sign = prepare_sign};
}

// FIPS 204 table 2.
constexpr SignatureAlgorithm kRows[] = {row<k44>(2420), row<k65>(3309), row<k87>(4627)};

}  // namespace

std::span<const SignatureAlgorithm> families::ml_dsa() noexcept {
  return kRows;
}

}  // namespace signet::crypto
