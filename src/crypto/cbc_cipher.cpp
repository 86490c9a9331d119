#include "crypto/cbc_cipher.h"

#include <memory>
#include <utility>

#include "crypto/cipher.h"
#include "crypto/libcrypto.h"
#include "crypto/password_kdf.h"
#include "try.h"

namespace signet::crypto {
namespace {

using MdPtr = std::unique_ptr<EVP_MD, Deleter<EVP_MD_free>>;

constexpr std::size_t kLegacySalt = 8;  // PKCS5_SALT_LEN

template <std::size_t octets>
const EVP_CIPHER* aes() noexcept {
  return fetched_aes(CipherMode::cbc, octets);
}

// The object identifiers are of NIST's registry for AES (RFC 3565 section 4.1) and of RFC 8018 appendix B.2.2.
constexpr CbcCipher kCiphers[] = {
    {"AES-128-CBC", "\x60\x86\x48\x01\x65\x03\x04\x01\x02", 16, 16, aes<16>},
    {"AES-192-CBC", "\x60\x86\x48\x01\x65\x03\x04\x01\x16", 24, 16, aes<24>},
    {"AES-256-CBC", "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 32, 16, aes<32>},
    {"DES-EDE3-CBC", "\x2a\x86\x48\x86\xf7\x0d\x03\x07", 24, 8, fetched_triple_des_cbc},
};

/// False when libcrypto refuses, on decrypting because of the padding.
bool run(EVP_CIPHER_CTX& context, ByteView in, auto& out) {
  int size = 0, last = 0;
  const auto length = static_cast<int>(in.size());
  if (EVP_CipherUpdate(&context, out.data(), &size, in.data(), length) != 1) return false;
  if (EVP_CipherFinal_ex(&context, out.data() + size, &last) != 1) return false;
  out.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(last));
  return true;
}

}  // namespace

constinit const CbcCipher kAes256Cbc = kCiphers[2];

const CbcCipher* find_cbc_cipher(std::string_view name) noexcept {
  for (const CbcCipher& row : kCiphers)
    if (row.name == name) return &row;
  return nullptr;
}

const CbcCipher* find_cbc_cipher_by_oid(ByteView oid) noexcept {
  for (const CbcCipher& row : kCiphers)
    if (row.oid == as_text(oid)) return &row;
  return nullptr;
}

Result<Secret> decrypt_cbc(const CbcCipher& cipher, const Secret& key, ByteView iv, ByteView ciphertext) {
  const ErrorDrain drain;
  if (!fits_cipher(ciphertext)) return fail(Errc::limit_exceeded, "ciphertext");
  const CipherCtxPtr context = start_cipher(cipher.fetched(), key.expose(), iv, Direction::decrypt);
  if (!context || iv.empty()) return fail(Errc::key_unsupported, "cipher");
  WipedBytes plain(ciphertext.size() + cipher.block_octets);
  if (!run(*context, ciphertext, plain)) return fail(Errc::decryption_failed, "passphrase");
  return Secret(std::move(plain));
}

Result<Bytes> encrypt_cbc(const CbcCipher& cipher, const Secret& key, ByteView iv, ByteView plaintext) {
  const ErrorDrain drain;
  if (!fits_cipher(plaintext)) return fail(Errc::limit_exceeded, "plaintext");
  const CipherCtxPtr context = start_cipher(cipher.fetched(), key.expose(), iv, Direction::encrypt);
  Bytes out(plaintext.size() + cipher.block_octets);
  if (!context || iv.empty() || !run(*context, plaintext, out)) return fail(Errc::key_unsupported, "cipher");
  return out;
}

Result<Secret> derive_legacy_key(const CbcCipher& cipher, const Secret& passphrase, ByteView iv) {
  const ErrorDrain drain;
  if (passphrase.size() > kMaxPassphrase) return fail(Errc::limit_exceeded, "passphrase");
  const MdPtr md5(EVP_MD_fetch(nullptr, "MD5", nullptr));
  WipedBytes key(cipher.key_octets);
  // Without an address nothing would be derived, and the key would be zeros.
  static constexpr std::uint8_t kNoText = 0;
  const ByteView text = passphrase.expose();
  const std::uint8_t* octets = text.empty() ? &kNoText : text.data();
  if (cipher.fetched() == nullptr || !md5 || iv.size() < kLegacySalt ||
      EVP_BytesToKey(cipher.fetched(), md5.get(), iv.data(), octets, static_cast<int>(text.size()), 1, key.data(),
                     nullptr) != static_cast<int>(key.size()))
    return fail(Errc::key_unsupported, "kdf");
  return Secret(std::move(key));
}

}  // namespace signet::crypto
