// dir: the shared key is the content encryption key (RFC 7518 section 4.5).
#include <memory>
#include <utility>
#include <vector>

#include "crypto/key_management/families.h"
#include "try.h"

namespace signet::crypto {
namespace {

/// The key prepared for every content encryption that takes one of its size.
class DirectKey {
 public:
  explicit DirectKey(const KeyMaterial& key) {
    const Secret cek = Secret::copy_of(key.octets());
    for (const ContentEncryption* row : content_encryption_rows()) {
      if (row->key_octets != cek.size()) continue;
      if (auto made = make_content_key(*row, cek)) keys_.push_back({row, *std::move(made)});
    }
  }

  Result<std::shared_ptr<const ContentKey>> find(const ContentEncryption& enc) const {
    for (const auto& [row, key] : keys_)
      if (row == &enc) return key;
    return fail(Errc::key_mismatch, "k");
  }

 private:
  struct Entry {
    const ContentEncryption* row;
    std::shared_ptr<const ContentKey> key;
  };
  std::vector<Entry> keys_;
};

class Encrypt final : public PreparedEncrypt {
 public:
  explicit Encrypt(const KeyMaterial& key) : key_(key) {}
  Result<ManagedKey> manage(const KeyRequest& request) const override {
    ManagedKey managed;
    SIGNET_TRY(managed.content_key, key_.find(*request.enc));
    return managed;
  }

 private:
  DirectKey key_;
};

class Decrypt final : public PreparedDecrypt {
 public:
  explicit Decrypt(const KeyMaterial& key) : key_(key) {}
  Result<std::shared_ptr<const ContentKey>> open(const ContentEncryption& enc, const KeyParameters&,
                                                 ByteView encrypted_key) const override {
    //= rfc7518#4.5 an empty octet sequence is used as the JWE Encrypted Key value
    if (!encrypted_key.empty()) return fail(Errc::decryption_failed, "token");
    return key_.find(enc);
  }

 private:
  DirectKey key_;
};

Result<std::unique_ptr<const PreparedEncrypt>> prepare_encrypt(const KeyManagementAlgorithm&, KeyMaterial::Ptr key) {
  return std::make_unique<Encrypt>(*key);
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_decrypt(const KeyManagementAlgorithm&, KeyMaterial::Ptr key) {
  return std::make_unique<Decrypt>(*key);
}

constexpr KeyType kTypes[] = {KeyType::oct};
constexpr KeyManagementAlgorithm kRows[] = {
    {.name = "dir",
     .mode = KeyManagementMode::direct_encryption,
     .types = kTypes,
     .curves = {},
     .parameters = {},
     .hash = Hash::none,
     .wrap_octets = 0,
     .key_octets = 0,
     .legacy = false,
     .requirement = "Recommended",
     .spec = "RFC 7518 4.5",
     .available = []() noexcept { return true; },
     .prepare_encrypt = prepare_encrypt,
     .prepare_decrypt = prepare_decrypt},
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::direct() noexcept {
  return kRows;
}

}  // namespace signet::crypto
