#include "crypto/rsa_encryption.h"

#include <memory>
#include <utility>

#include "try.h"

namespace signet::crypto {
namespace {

std::size_t modulus_octets(const KeyMaterial& key) noexcept {
  return (key.bits() + 7) / 8;
}

class Encrypt final : public PreparedEncrypt {
 public:
  Encrypt(const KeyManagementAlgorithm& row, KeyMaterial::Ptr key, RsaPadding padding)
      : row_(row), key_(std::move(key)), padding_(padding) {}

  Result<ManagedKey> manage(const KeyRequest& request) const override {
    const ErrorDrain drain;
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_->pkey(), nullptr));
    ManagedKey managed{.encrypted_key = Bytes(modulus_octets(*key_)), .parameters = {}, .content_key = {}};
    std::size_t size = managed.encrypted_key.size();
    const ByteView cek = request.cek->expose();
    const bool done = context && EVP_PKEY_encrypt_init(context.get()) == 1 && padding_(context.get(), row_) &&
                      EVP_PKEY_encrypt(context.get(), managed.encrypted_key.data(), &size, cek.data(), cek.size()) == 1;
    if (!done || size != managed.encrypted_key.size()) return fail(Errc::internal, "encrypt");
    return managed;
  }

 private:
  const KeyManagementAlgorithm& row_;
  KeyMaterial::Ptr key_;
  RsaPadding padding_;
};

class Decrypt final : public PreparedDecrypt {
 public:
  Decrypt(const KeyManagementAlgorithm& row, KeyMaterial::Ptr key, RsaPadding padding)
      : row_(row), key_(std::move(key)), padding_(padding) {}

  Result<std::shared_ptr<const ContentKey>> open(const ContentEncryption& enc, const KeyParameters&,
                                                 ByteView encrypted_key) const override {
    SIGNET_TRY(const Secret cek, decrypt(encrypted_key));
    return make_content_key(enc, cek);
  }

 private:
  Result<Secret> decrypt(ByteView encrypted_key) const {
    const ErrorDrain drain;
    WipedBytes cek(modulus_octets(*key_));
    //= rfc8017#7.1.2 the length of the ciphertext is k octets (so 7.2.2); a number not below n, libcrypto refuses
    if (encrypted_key.size() != cek.size()) return fail(Errc::decryption_failed, "token");
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_->pkey(), nullptr));
    std::size_t size = cek.size();
    const bool done =
        context && EVP_PKEY_decrypt_init(context.get()) == 1 && padding_(context.get(), row_) &&
        EVP_PKEY_decrypt(context.get(), cek.data(), &size, encrypted_key.data(), encrypted_key.size()) == 1;
    if (!done) return fail(Errc::decryption_failed, "token");
    cek.resize(size);
    return Secret(std::move(cek));
  }

  const KeyManagementAlgorithm& row_;
  KeyMaterial::Ptr key_;
  RsaPadding padding_;
};

}  // namespace

Result<std::unique_ptr<const PreparedEncrypt>> prepare_rsa_encrypt(const KeyManagementAlgorithm& row,
                                                                   KeyMaterial::Ptr key, RsaPadding padding) {
  return std::make_unique<Encrypt>(row, std::move(key), padding);
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_rsa_decrypt(const KeyManagementAlgorithm& row,
                                                                   KeyMaterial::Ptr key, RsaPadding padding) {
  if (!key->is_private()) return fail(Errc::private_key, "d");
  return std::make_unique<Decrypt>(row, std::move(key), padding);
}

bool rsa_encryption_available() noexcept {
  static const bool have = [] {
    const ErrorDrain drain;
    const std::unique_ptr<EVP_ASYM_CIPHER, Deleter<EVP_ASYM_CIPHER_free>> cipher(
        EVP_ASYM_CIPHER_fetch(nullptr, "RSA", nullptr));
    return cipher != nullptr;
  }();
  return have;
}

}  // namespace signet::crypto
