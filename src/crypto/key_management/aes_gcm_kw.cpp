// A128GCMKW, A192GCMKW, A256GCMKW: RFC 7518 section 4.7.
#include <memory>
#include <utility>

#include "crypto/key_management/families.h"
#include "crypto/random.h"
#include "try.h"

namespace signet::crypto {
namespace {

using KekPtr = std::shared_ptr<const ContentKey>;

/// The content encryption that wraps with a key of this size: it is the same primitive, with no additional data.
const ContentEncryption* gcm_of(std::size_t key_octets) noexcept {
  for (const std::string_view name : {"A128GCM", "A192GCM", "A256GCM"}) {
    const ContentEncryption* gcm = find_content_encryption(name);
    if (gcm != nullptr && gcm->key_octets == key_octets) return gcm;
  }
  return nullptr;
}

class Encrypt final : public PreparedEncrypt {
 public:
  Encrypt(KekPtr kek, std::size_t iv_octets) : kek_(std::move(kek)), iv_octets_(iv_octets) {}
  Result<ManagedKey> manage(const KeyRequest& request) const override {
    ManagedKey managed;
    //= rfc7518#4.7.1.1 a 96-bit Initialization Vector
    managed.parameters.iv.assign(request.iv.begin(), request.iv.end());
    if (request.iv.empty()) {
      SIGNET_TRY(const Secret iv, random_secret(iv_octets_));
      managed.parameters.iv.assign(iv.expose().begin(), iv.expose().end());
    }
    SIGNET_TRY(Sealed sealed, kek_->encrypt(managed.parameters.iv, {}, request.cek->expose()));
    managed.encrypted_key = std::move(sealed.ciphertext);
    managed.parameters.tag = std::move(sealed.tag);
    return managed;
  }

 private:
  KekPtr kek_;
  std::size_t iv_octets_;
};

class Decrypt final : public PreparedDecrypt {
 public:
  explicit Decrypt(KekPtr kek) : kek_(std::move(kek)) {}
  Result<std::shared_ptr<const ContentKey>> open(const ContentEncryption& enc, const KeyParameters& parameters,
                                                 ByteView encrypted_key) const override {
    SIGNET_TRY(const Secret cek, kek_->decrypt(parameters.iv, {}, encrypted_key, parameters.tag));
    return make_content_key(enc, cek);
  }

 private:
  KekPtr kek_;
};

Result<KekPtr> make_kek(const KeyMaterial& key) {
  return make_content_key(*gcm_of(key.octets().size()), Secret::copy_of(key.octets()));
}

Result<std::unique_ptr<const PreparedEncrypt>> prepare_encrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  SIGNET_TRY(KekPtr kek, make_kek(*key));
  return std::make_unique<Encrypt>(std::move(kek), gcm_of(row.wrap_octets)->iv_octets);
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_decrypt(const KeyManagementAlgorithm&, KeyMaterial::Ptr key) {
  SIGNET_TRY(KekPtr kek, make_kek(*key));
  return std::make_unique<Decrypt>(std::move(kek));
}

constexpr KeyType kTypes[] = {KeyType::oct};
constexpr std::string_view kParameters[] = {"iv", "tag"};

template <std::uint16_t octets>
constexpr KeyManagementAlgorithm row(std::string_view name) {
  return {.name = name,
          .mode = KeyManagementMode::key_wrapping,
          .types = kTypes,
          .curves = {},
          .parameters = kParameters,
          .hash = Hash::none,
          .wrap_octets = octets,
          .key_octets = octets,
          .legacy = false,
          .requirement = "Optional",
          .spec = "RFC 7518 4.7",
          .available =
              []() noexcept {
                const ContentEncryption* gcm = gcm_of(octets);
                return gcm != nullptr && gcm->available();
              },
          .prepare_encrypt = prepare_encrypt,
          .prepare_decrypt = prepare_decrypt};
}

constexpr KeyManagementAlgorithm kRows[] = {
    row<16>("A128GCMKW"),
    row<24>("A192GCMKW"),
    row<32>("A256GCMKW"),
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::aes_gcm_kw() noexcept {
  return kRows;
}

}  // namespace signet::crypto
