#include "crypto/cipher.h"

#include <array>
#include <limits>

namespace signet::crypto {
namespace {

// In the order of enum CipherMode; in each row keys of 16, 24 and 32 octets.
constexpr std::array<std::array<const char*, 3>, 3> kAes = {{
    {"AES-128-GCM", "AES-192-GCM", "AES-256-GCM"},
    {"AES-128-CBC", "AES-192-CBC", "AES-256-CBC"},
    {"AES-128-WRAP", "AES-192-WRAP", "AES-256-WRAP"},
}};

using Fetched = std::array<std::array<const EVP_CIPHER*, 3>, 3>;

Fetched fetch_all() noexcept {
  const ErrorDrain drain;
  Fetched fetched{};
  for (std::size_t mode = 0; mode < kAes.size(); ++mode)
    for (std::size_t size = 0; size < kAes[mode].size(); ++size)
      fetched[mode][size] = EVP_CIPHER_fetch(nullptr, kAes[mode][size], nullptr);
  return fetched;
}

constexpr std::size_t kMaxLength = std::numeric_limits<int>::max() - EVP_MAX_BLOCK_LENGTH;

}  // namespace

const EVP_CIPHER* fetched_aes(CipherMode mode, std::size_t key_octets) noexcept {
  // Kept to the end of the process and never freed, as hashes are.
  static const Fetched all = fetch_all();
  if (key_octets != 16 && key_octets != 24 && key_octets != 32) return nullptr;
  return all[static_cast<std::size_t>(mode)][key_octets / 8 - 2];
}

const EVP_CIPHER* fetched_triple_des_cbc() noexcept {
  static const EVP_CIPHER* const cipher = [] {
    const ErrorDrain drain;
    return EVP_CIPHER_fetch(nullptr, "DES-EDE3-CBC", nullptr);
  }();
  return cipher;
}

CipherCtxPtr start_cipher(const EVP_CIPHER* cipher, ByteView key, ByteView iv, Direction direction) noexcept {
  CipherCtxPtr context(EVP_CIPHER_CTX_new());
  if (cipher == nullptr || !context) return nullptr;
  const bool fits = key.size() == static_cast<std::size_t>(EVP_CIPHER_get_key_length(cipher)) &&
                    (iv.empty() || iv.size() == static_cast<std::size_t>(EVP_CIPHER_get_iv_length(cipher)));
  if (!fits) return nullptr;
  // Key wrapping must be asked for, since it is no cipher for messages.
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  const std::uint8_t* start = iv.empty() ? nullptr : iv.data();
  if (EVP_CipherInit_ex2(context.get(), cipher, key.data(), start, static_cast<int>(direction), nullptr) != 1) {
    return nullptr;
  }
  return context;
}

bool fits_cipher(ByteView octets) noexcept {
  return octets.size() <= kMaxLength;
}

}  // namespace signet::crypto
