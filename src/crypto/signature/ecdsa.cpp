// ES256, ES384, ES512: RFC 7518 section 3.4. ES256K: RFC 8812 section 3.2.
#include <utility>

#include <openssl/core_names.h>

#include "crypto/ecdsa_form.h"
#include "crypto/hashed_signature.h"
#include "crypto/signature/families.h"
#include "crypto/signature_streams.h"

namespace signet::crypto {
namespace {

// Orders of the base points, big-endian: FIPS 186-4 appendices D.1.2.3 to D.1.2.5, SEC 2 section 2.4.1.
constexpr std::uint8_t kOrderP256[] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                       0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
constexpr std::uint8_t kOrderP384[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                       0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2,
                                       0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73};
constexpr std::uint8_t kOrderP521[] = {
    0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfa,
    0x51, 0x86, 0x87, 0x83, 0xbf, 0x2f, 0x96, 0x6b, 0x7f, 0xcc, 0x01, 0x48, 0xf7, 0x09, 0xa5, 0xd0, 0x3b,
    0xb5, 0xc9, 0xb8, 0x89, 0x9c, 0x47, 0xae, 0xbb, 0x6f, 0xb7, 0x1e, 0x91, 0x38, 0x64, 0x09};
constexpr std::uint8_t kOrderSecp256k1[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                            0xff, 0xff, 0xff, 0xff, 0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48,
                                            0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41};

class EcdsaVerify final : public PreparedVerify {
 public:
  EcdsaVerify(ByteView order, std::unique_ptr<const HashedSignature> key) noexcept
      : order_(order), key_(std::move(key)) {}

  bool verify(ByteView input, ByteView signature) const noexcept override { return holds(input, signature); }
  std::unique_ptr<VerificationStream> begin() const override {
    return std::make_unique<StreamedVerify<EcdsaVerify>>(*this);
  }

  RunningDigest message() const noexcept { return key_->begin(); }
  /// `message` whole, or as its running digest.
  template <class Message>
  bool holds(Message& message, ByteView signature) const noexcept {
    //= rfc7518#3.4 R and S of fixed size side by side; an octet sequence of any other length is no signature
    if (!ecdsa_numbers_in_range(signature, order_)) return false;
    std::array<std::uint8_t, kMaxEcdsaDer> der;
    return key_->verify(message, ecdsa_der_from_raw(signature, der));
  }

 private:
  ByteView order_;
  std::unique_ptr<const HashedSignature> key_;
};

class EcdsaSign final : public PreparedSign {
 public:
  EcdsaSign(std::size_t octets, std::unique_ptr<const HashedSignature> key) noexcept
      : octets_(octets), key_(std::move(key)) {}

  Result<Bytes> sign(ByteView input) const override { return make(input); }
  std::unique_ptr<SigningStream> begin() const override { return std::make_unique<StreamedSign<EcdsaSign>>(*this); }

  RunningDigest message() const noexcept { return key_->begin(); }
  template <class Message>
  Result<Bytes> make(Message& message) const {
    std::array<std::uint8_t, kMaxEcdsaDer> der;
    Bytes signature(octets_);
    if (!ecdsa_raw_from_der(key_->sign(message, der), signature)) return fail(Errc::internal, "sign");
    return signature;
  }

 private:
  std::size_t octets_;
  std::unique_ptr<const HashedSignature> key_;
};

//= rfc8725#3.2 deterministic ECDSA (RFC 6979) SHOULD be used: where libcrypto offers it (3.2 and later)
bool prefer_deterministic_nonce(EVP_PKEY_CTX* context, const EVP_MD*) noexcept {
  const OSSL_PARAM* settable = EVP_PKEY_CTX_settable_params(context);
  if (settable == nullptr || OSSL_PARAM_locate_const(settable, "nonce-type") == nullptr) return true;
  unsigned deterministic = 1;
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_uint("nonce-type", &deterministic), OSSL_PARAM_construct_end()};
  return EVP_PKEY_CTX_set_params(context, params) == 1;
}

template <const auto& order>
Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  auto prepared = HashedSignature::make(*key, row.hash, HashedSignature::Purpose::verify, nullptr);
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<EcdsaVerify>(order, std::move(prepared));
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  if (!key->is_private()) return fail(Errc::private_key, "d");
  auto prepared = HashedSignature::make(*key, row.hash, HashedSignature::Purpose::sign, prefer_deterministic_nonce);
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<EcdsaSign>(row.signature_octets, std::move(prepared));
}

bool have_group(const char* name) noexcept {
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  return context && EVP_PKEY_paramgen_init(context.get()) == 1 && EVP_PKEY_CTX_set_group_name(context.get(), name) == 1;
}

bool have_ecdsa(const char* group, Hash hash) noexcept {
  const ErrorDrain drain;
  const SignaturePtr signatures(EVP_SIGNATURE_fetch(nullptr, "ECDSA", nullptr));
  return signatures && fetched(hash) != nullptr && have_group(group);
}

// The group's name has static storage; its row has its own answer.
template <const auto& order>
bool available() noexcept;

template <>
bool available<kOrderP256>() noexcept {
  static const bool have = have_ecdsa("P-256", Hash::sha256);
  return have;
}
template <>
bool available<kOrderP384>() noexcept {
  static const bool have = have_ecdsa("P-384", Hash::sha384);
  return have;
}
template <>
bool available<kOrderP521>() noexcept {
  static const bool have = have_ecdsa("P-521", Hash::sha512);
  return have;
}
template <>
bool available<kOrderSecp256k1>() noexcept {
  static const bool have = have_ecdsa("secp256k1", Hash::sha256);
  return have;
}

// Each row has one of them.
constexpr std::string_view kCurves[] = {"P-256", "P-384", "P-521", "secp256k1"};

template <const auto& order>
constexpr SignatureAlgorithm row(std::string_view name, const std::string_view& crv, Hash hash,
                                 std::string_view requirement, std::string_view spec) {
  return {.name = name,
          .kty = KeyType::ec,
          .curves = {&crv, 1},
          .hash = hash,
          .signature_octets = 2 * sizeof order,
          .min_key_octets = 0,
          .generated_octets = 0,
          .also_fits = {},
          .requirement = requirement,
          .spec = spec,
          .available = available<order>,
          .prepare_verify = prepare_verify<order>,
          .prepare_sign = prepare_sign};
}

constexpr SignatureAlgorithm kRows[] = {
    row<kOrderP256>("ES256", kCurves[0], Hash::sha256, "Recommended+", "RFC 7518 3.4"),
    row<kOrderP384>("ES384", kCurves[1], Hash::sha384, "Optional", "RFC 7518 3.4"),
    row<kOrderP521>("ES512", kCurves[2], Hash::sha512, "Optional", "RFC 7518 3.4"),
    row<kOrderSecp256k1>("ES256K", kCurves[3], Hash::sha256, "Optional", "RFC 8812 3.2"),
};

}  // namespace

std::span<const SignatureAlgorithm> families::ecdsa() noexcept {
  return kRows;
}

}  // namespace signet::crypto
