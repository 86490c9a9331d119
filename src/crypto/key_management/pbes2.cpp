// PBES2-HS256+A128KW, PBES2-HS384+A192KW, PBES2-HS512+A256KW: RFC 7518 section 4.8. The key's octets are the
// passphrase.
#include <memory>
#include <string>
#include <utility>

#include "crypto/aes_key_wrap.h"
#include "crypto/key_management/families.h"
#include "crypto/password_kdf.h"
#include "crypto/random.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kNewSalt = 16;

class Passphrase {
 public:
  Passphrase(const KeyManagementAlgorithm& row, const KeyMaterial& key)
      : row_(row), octets_(Secret::copy_of(key.octets())) {}

  /// Errors: alg_unavailable(ALG).
  Result<Secret> derive(ByteView p2s, std::uint64_t p2c) const {
    //= rfc7518#4.8.1.1 the salt value used is (UTF8(Alg) || 0x00 || Salt Input)
    Bytes salt(row_.name.begin(), row_.name.end());
    salt.push_back(0);
    salt.insert(salt.end(), p2s.begin(), p2s.end());
    // Whoever calls has bounded p2c for the whole token.
    const std::string hash(name_of(row_.hash));
    auto key = derive_key(Pbkdf2{hash.c_str(), salt, p2c}, octets_, row_.wrap_octets);
    if (!key) return fail(Errc::alg_unavailable, row_.name);
    return key;
  }

 private:
  const KeyManagementAlgorithm& row_;
  Secret octets_;
};

class Encrypt final : public PreparedEncrypt {
 public:
  Encrypt(const KeyManagementAlgorithm& row, const KeyMaterial& key) : passphrase_(row, key) {}
  Result<ManagedKey> manage(const KeyRequest& request) const override {
    ManagedKey managed;
    managed.parameters.p2c = request.p2c;
    managed.parameters.p2s.assign(request.p2s.begin(), request.p2s.end());
    if (request.p2s.empty()) {
      SIGNET_TRY(const Secret salt, random_secret(kNewSalt));
      managed.parameters.p2s.assign(salt.expose().begin(), salt.expose().end());
    }
    SIGNET_TRY(const Secret kek, passphrase_.derive(managed.parameters.p2s, request.p2c));
    SIGNET_TRY(managed.encrypted_key, wrap_key(kek, *request.cek));
    return managed;
  }

 private:
  Passphrase passphrase_;
};

class Decrypt final : public PreparedDecrypt {
 public:
  Decrypt(const KeyManagementAlgorithm& row, const KeyMaterial& key) : passphrase_(row, key) {}
  Result<std::shared_ptr<const ContentKey>> open(const ContentEncryption& enc, const KeyParameters& parameters,
                                                 ByteView encrypted_key) const override {
    SIGNET_TRY(const Secret kek, passphrase_.derive(parameters.p2s, parameters.p2c));
    SIGNET_TRY(const Secret cek, unwrap_key(kek, encrypted_key));
    return make_content_key(enc, cek);
  }

 private:
  Passphrase passphrase_;
};

Result<> check_passphrase(const KeyMaterial& key) {
  if (key.octets().size() > kMaxPassphrase) return fail(Errc::key_mismatch, "k");
  return {};
}

Result<std::unique_ptr<const PreparedEncrypt>> prepare_encrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  SIGNET_CHECK(check_passphrase(*key));
  return std::make_unique<Encrypt>(row, *key);
}

Result<std::unique_ptr<const PreparedDecrypt>> prepare_decrypt(const KeyManagementAlgorithm& row,
                                                               KeyMaterial::Ptr key) {
  SIGNET_CHECK(check_passphrase(*key));
  return std::make_unique<Decrypt>(row, *key);
}

constexpr KeyType kTypes[] = {KeyType::oct};
constexpr std::string_view kParameters[] = {"p2s", "p2c"};

template <Hash hash, std::uint16_t octets>
constexpr KeyManagementAlgorithm row(std::string_view name) {
  return {.name = name,
          .mode = KeyManagementMode::key_wrapping,
          .types = kTypes,
          .curves = {},
          .parameters = kParameters,
          .hash = hash,
          .wrap_octets = octets,
          .key_octets = 0,
          .legacy = false,
          .requirement = "Optional",
          .spec = "RFC 7518 4.8",
          .available = []() noexcept { return key_wrap_available(octets) && fetched(hash) != nullptr; },
          .prepare_encrypt = prepare_encrypt,
          .prepare_decrypt = prepare_decrypt};
}

constexpr KeyManagementAlgorithm kRows[] = {
    row<Hash::sha256, 16>("PBES2-HS256+A128KW"),
    row<Hash::sha384, 24>("PBES2-HS384+A192KW"),
    row<Hash::sha512, 32>("PBES2-HS512+A256KW"),
};

}  // namespace

std::span<const KeyManagementAlgorithm> key_families::pbes2() noexcept {
  return kRows;
}

}  // namespace signet::crypto
