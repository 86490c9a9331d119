// A128KW, A192KW, A256KW: RFC 7518 section 4.4.
#include <memory>
#include <utility>

#include "crypto/aes_key_wrap.h"
#include "crypto/key_management/families.h"
#include "try.h"

namespace signet::crypto {
namespace {

class Encrypt final : public PreparedEncrypt {
 public:
  explicit Encrypt(const KeyMaterial& key) : kek_(Secret::copy_of(key.octets())) {}
  Result<ManagedKey> manage(const KeyRequest& request) const override {
    ManagedKey managed;
    SIGNET_TRY(managed.encrypted_key, wrap_key(kek_, *request.cek));
    return managed;
  }

 private:
  Secret kek_;
};

class Decrypt final : public PreparedDecrypt {
 public:
  explicit Decrypt(const KeyMaterial& key) : kek_(Secret::copy_of(key.octets())) {}
  Result<std::shared_ptr<const ContentKey>> open(const ContentEncryption& enc, const KeyParameters&,
                                                 ByteView encrypted_key) const override {
    SIGNET_TRY(const Secret cek, unwrap_key(kek_, encrypted_key));
    return make_content_key(enc, cek);
  }

 private:
  Secret kek_;
};

Result<std::unique_ptr<const PreparedEncrypt>> prepare_encrypt(const KeyManagementAlgorithm&, KeyMaterial::Ptr key) {
  return std::make_unique<Encrypt>(*key);
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_decrypt(const KeyManagementAlgorithm&, KeyMaterial::Ptr key) {
  return std::make_unique<Decrypt>(*key);
}

constexpr KeyType kTypes[] = {KeyType::oct};

template <std::uint16_t octets>
constexpr KeyManagementAlgorithm row(std::string_view name, std::string_view requirement) {
  return {.name = name,
          .mode = KeyManagementMode::key_wrapping,
          .types = kTypes,
          .curves = {},
          .parameters = {},
          .hash = Hash::none,
          .wrap_octets = octets,
          .key_octets = octets,
          .legacy = false,
          .requirement = requirement,
          .spec = "RFC 7518 4.4",
          .available = []() noexcept { return key_wrap_available(octets); },
          .prepare_encrypt = prepare_encrypt,
          .prepare_decrypt = prepare_decrypt};
}

constexpr KeyManagementAlgorithm kRows[] = {
    row<16>("A128KW", "Recommended"),
    row<24>("A192KW", "Optional"),
    row<32>("A256KW", "Recommended"),
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::aes_kw() noexcept {
  return kRows;
}

}  // namespace signet::crypto
