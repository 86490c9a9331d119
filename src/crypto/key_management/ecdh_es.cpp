// ECDH-ES and ECDH-ES+A128KW, +A192KW, +A256KW: RFC 7518 section 4.6, RFC 8037 section 3.2.
#include <memory>
#include <utility>

#include "crypto/aes_key_wrap.h"
#include "crypto/concat_kdf.h"
#include "crypto/key_agreement.h"
#include "crypto/key_management/families.h"
#include "try.h"

namespace signet::crypto {
namespace {

/// Z to the CEK or to the key that wraps it.
Result<Secret> derive(const KeyManagementAlgorithm& row, const ContentEncryption& enc, const Secret& z, ByteView apu,
                      ByteView apv) {
  //= rfc7518#4.6.2 AlgorithmID and keydatalen are of "enc" in direct key agreement mode, of "alg" otherwise
  const bool direct = row.wrap_octets == 0;
  const PartyInfo info{.algorithm = direct ? enc.name : row.name, .apu = apu, .apv = apv};
  return concat_kdf(z, info, direct ? enc.key_octets : row.wrap_octets);
}

class Encrypt final : public PreparedEncrypt {
 public:
  Encrypt(const KeyManagementAlgorithm& row, KeyMaterial::Ptr key) : row_(row), key_(std::move(key)) {}

  Result<ManagedKey> manage(const KeyRequest& request) const override {
    KeyMaterial::Ptr ephemeral = request.ephemeral;
    if (!ephemeral) {
      //= rfc7518#4.6.1.1 a new ephemeral key for each key agreement operation
      SIGNET_TRY(ephemeral, KeyMaterial::generate_curve(*key_->curve()));
    }
    const auto z = agree(*ephemeral, *key_);
    if (!z) return fail(Errc::internal, "encrypt");
    SIGNET_TRY(const Secret key, derive(row_, *request.enc, *z, request.apu, request.apv));
    ManagedKey managed;
    if (row_.wrap_octets == 0) {
      SIGNET_TRY(managed.content_key, make_content_key(*request.enc, key));
    } else {
      SIGNET_TRY(managed.encrypted_key, wrap_key(key, *request.cek));
    }
    SIGNET_TRY(managed.parameters.epk, ephemeral->public_half());
    managed.parameters.apu.assign(request.apu.begin(), request.apu.end());
    managed.parameters.apv.assign(request.apv.begin(), request.apv.end());
    return managed;
  }

 private:
  const KeyManagementAlgorithm& row_;
  KeyMaterial::Ptr key_;
};

class Decrypt final : public PreparedDecrypt {
 public:
  Decrypt(const KeyManagementAlgorithm& row, KeyMaterial::Ptr key) : row_(row), key_(std::move(key)) {}

  Result<std::shared_ptr<const ContentKey>> open(const ContentEncryption& enc, const KeyParameters& parameters,
                                                 ByteView encrypted_key) const override {
    //= rfc7518#4.6.1.1 epk is on the curve of the recipient's key: anything else leaks it
    const bool same_curve = parameters.epk && parameters.epk->curve() == key_->curve();
    if (!same_curve) return fail(Errc::header_parameter, "epk");
    SIGNET_TRY(const Secret z, agree(*key_, *parameters.epk));
    SIGNET_TRY(const Secret key, derive(row_, enc, z, parameters.apu, parameters.apv));
    if (row_.wrap_octets == 0) return make_content_key(enc, key);
    SIGNET_TRY(const Secret cek, unwrap_key(key, encrypted_key));
    return make_content_key(enc, cek);
  }

 private:
  const KeyManagementAlgorithm& row_;
  KeyMaterial::Ptr key_;
};

Result<std::unique_ptr<const PreparedEncrypt>> prepare_encrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  return std::make_unique<Encrypt>(row, std::move(key));
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_decrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  return std::make_unique<Decrypt>(row, std::move(key));
}

constexpr KeyType kTypes[] = {KeyType::ec, KeyType::okp};
constexpr std::string_view kCurves[] = {"P-256", "P-384", "P-521", "X25519", "X448"};
constexpr std::string_view kParameters[] = {"epk"};

template <std::uint16_t wrap_octets>
constexpr KeyManagementAlgorithm row(std::string_view name, std::string_view requirement) {
  return {.name = name,
          .mode = wrap_octets == 0 ? KeyManagementMode::direct_key_agreement
                                   : KeyManagementMode::key_agreement_with_key_wrapping,
          .types = kTypes,
          .curves = kCurves,
          .parameters = kParameters,
          .hash = Hash::sha256,
          .wrap_octets = wrap_octets,
          .key_octets = 0,
          .legacy = false,
          .requirement = requirement,
          .spec = "RFC 7518 4.6",
          .available =
              []() noexcept { return concat_kdf_available() && (wrap_octets == 0 || key_wrap_available(wrap_octets)); },
          .prepare_encrypt = prepare_encrypt,
          .prepare_decrypt = prepare_decrypt};
}

constexpr KeyManagementAlgorithm kRows[] = {
    row<0>("ECDH-ES", "Recommended+"),
    row<16>("ECDH-ES+A128KW", "Recommended"),
    row<24>("ECDH-ES+A192KW", "Optional"),
    row<32>("ECDH-ES+A256KW", "Recommended"),
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::ecdh_es() noexcept {
  return kRows;
}

}  // namespace signet::crypto
