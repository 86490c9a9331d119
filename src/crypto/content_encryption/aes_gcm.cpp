// A128GCM, A192GCM, A256GCM: RFC 7518 section 5.3, NIST SP 800-38D.
#include <memory>
#include <utility>

#include "crypto/cipher.h"
#include "crypto/content_encryption/families.h"
#include "crypto/context_pool.h"

namespace signet::crypto {
namespace {

//= rfc7518#5.3 an Initialization Vector of 96 bits and an Authentication Tag of 128 bits, no other
constexpr std::size_t kIvOctets = 12;
constexpr std::size_t kTagOctets = 16;

/// The prototype holds the key, and what is borrowed a context that has it scheduled: a CEK that is used once costs one
/// context.
struct GcmContext {
  const EVP_CIPHER* cipher = nullptr;
  Secret key{};
  CipherCtxPtr context{};

  std::unique_ptr<GcmContext> copy() const noexcept {
    const ErrorDrain drain;
    CipherCtxPtr made = start_cipher(cipher, key.expose(), {}, Direction::encrypt);
    if (!made) return nullptr;
    return std::unique_ptr<GcmContext>(new (std::nothrow) GcmContext{.context = std::move(made)});
  }
};

/// Both directions up to the end: IV, additional data, text.
bool run(EVP_CIPHER_CTX* context, Direction direction, ByteView iv, ByteView aad, ByteView in, std::uint8_t* out) {
  int size = 0;
  if (EVP_CipherInit_ex2(context, nullptr, nullptr, iv.data(), static_cast<int>(direction), nullptr) != 1) return false;
  const auto length = [](ByteView octets) { return static_cast<int>(octets.size()); };
  if (!aad.empty() && EVP_CipherUpdate(context, nullptr, &size, aad.data(), length(aad)) != 1) return false;
  return in.empty() || EVP_CipherUpdate(context, out, &size, in.data(), length(in)) == 1;
}

class AesGcm final : public ContentKey {
 public:
  AesGcm(const EVP_CIPHER* cipher, ByteView key)
      : contexts_(GcmContext{.cipher = cipher, .key = Secret::copy_of(key), .context = {}}) {}

  bool works() const noexcept { return static_cast<bool>(contexts_.borrow()); }

  Result<Sealed> encrypt(ByteView iv, ByteView aad, ByteView plaintext) const override {
    const ErrorDrain drain;
    if (!fits_cipher(plaintext) || !fits_cipher(aad)) return fail(Errc::limit_exceeded, "plaintext");
    Sealed sealed{.ciphertext = Bytes(plaintext.size()), .tag = Bytes(kTagOctets)};
    const auto context = contexts_.borrow();
    if (!context || iv.size() != kIvOctets) return fail(Errc::internal, "encrypt");
    EVP_CIPHER_CTX* raw = context->context.get();
    int size = 0;
    std::uint8_t end[EVP_MAX_BLOCK_LENGTH];
    if (!run(raw, Direction::encrypt, iv, aad, plaintext, sealed.ciphertext.data()) ||
        EVP_CipherFinal_ex(raw, end, &size) != 1 ||
        EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_GET_TAG, kTagOctets, sealed.tag.data()) != 1) {
      return fail(Errc::internal, "encrypt");
    }
    return sealed;
  }

  Result<Secret> decrypt(ByteView iv, ByteView aad, ByteView ciphertext, ByteView tag) const override {
    const ErrorDrain drain;
    const auto failed = [] { return fail(Errc::decryption_failed, "token"); };
    if (iv.size() != kIvOctets || tag.size() != kTagOctets || !fits_cipher(ciphertext) || !fits_cipher(aad)) {
      return failed();
    }
    WipedBytes plaintext(ciphertext.size());
    const auto context = contexts_.borrow();
    if (!context) return failed();
    EVP_CIPHER_CTX* raw = context->context.get();
    // The tag is only read; its parameter serves both directions.
    int size = 0;
    std::uint8_t end[EVP_MAX_BLOCK_LENGTH];
    if (!run(raw, Direction::decrypt, iv, aad, ciphertext, plaintext.data()) ||
        EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_SET_TAG, kTagOctets, const_cast<std::uint8_t*>(tag.data())) != 1 ||
        EVP_CipherFinal_ex(raw, end, &size) != 1) {
      return failed();
    }
    return Secret(std::move(plaintext));
  }

 private:
  ContextPool<GcmContext> contexts_;
};

Result<std::unique_ptr<const ContentKey>> prepare(const ContentEncryption& row, ByteView cek) {
  auto key = std::make_unique<AesGcm>(fetched_aes(CipherMode::gcm, cek.size()), cek);
  if (!key->works()) return fail(Errc::alg_unavailable, row.name);
  return key;
}

template <std::uint16_t octets>
constexpr ContentEncryption row(std::string_view name, std::string_view requirement) {
  return {.name = name,
          .key_octets = octets,
          .iv_octets = kIvOctets,
          .tag_octets = kTagOctets,
          .requirement = requirement,
          .spec = "RFC 7518 5.3",
          .available = []() noexcept { return fetched_aes(CipherMode::gcm, octets) != nullptr; },
          .prepare = prepare};
}

constexpr ContentEncryption kRows[] = {
    row<16>("A128GCM", "Recommended"),
    row<24>("A192GCM", "Optional"),
    row<32>("A256GCM", "Recommended"),
};

}  // namespace

std::span<const ContentEncryption> content_families::aes_gcm() noexcept {
  return kRows;
}

}  // namespace signet::crypto
