#include "crypto/cbc_cipher.h"

#include <memory>
#include <utility>

#include "crypto/libcrypto.h"
#include "crypto/password_kdf.h"
#include "try.h"

namespace signet::crypto {
namespace {

using CipherPtr = std::unique_ptr<EVP_CIPHER, Deleter<EVP_CIPHER_free>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using MdPtr = std::unique_ptr<EVP_MD, Deleter<EVP_MD_free>>;

constexpr std::size_t kLegacySalt = 8;  // PKCS5_SALT_LEN

// The object identifiers are of NIST's registry for AES (RFC 3565 section 4.1) and of RFC 8018 appendix B.2.2.
constexpr CbcCipher kCiphers[] = {
    {"AES-128-CBC", "\x60\x86\x48\x01\x65\x03\x04\x01\x02", 16, 16},
    {"AES-192-CBC", "\x60\x86\x48\x01\x65\x03\x04\x01\x16", 24, 16},
    {"AES-256-CBC", "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 32, 16},
    {"DES-EDE3-CBC", "\x2a\x86\x48\x86\xf7\x0d\x03\x07", 24, 8},
};

enum class Direction : int { decrypt = 0, encrypt = 1 };

CipherCtxPtr start(const CbcCipher& cipher, const Secret& key, ByteView iv, Direction direction) {
  const CipherPtr fetched(EVP_CIPHER_fetch(nullptr, cipher.name, nullptr));
  CipherCtxPtr context(EVP_CIPHER_CTX_new());
  const bool fits = key.size() == cipher.key_octets && iv.size() == cipher.block_octets;
  if (!fetched || !context || !fits) return nullptr;
  if (EVP_CipherInit_ex2(context.get(), fetched.get(), key.expose().data(), iv.data(), static_cast<int>(direction),
                         nullptr) != 1)
    return nullptr;
  return context;
}

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
  const CipherCtxPtr context = start(cipher, key, iv, Direction::decrypt);
  if (!context) return fail(Errc::key_unsupported, "cipher");
  WipedBytes plain(ciphertext.size() + cipher.block_octets);
  if (!run(*context, ciphertext, plain)) return fail(Errc::decryption_failed, "passphrase");
  return Secret(std::move(plain));
}

Result<Bytes> encrypt_cbc(const CbcCipher& cipher, const Secret& key, ByteView iv, ByteView plaintext) {
  const ErrorDrain drain;
  const CipherCtxPtr context = start(cipher, key, iv, Direction::encrypt);
  Bytes out(plaintext.size() + cipher.block_octets);
  if (!context || !run(*context, plaintext, out)) return fail(Errc::key_unsupported, "cipher");
  return out;
}

Result<Secret> derive_legacy_key(const CbcCipher& cipher, const Secret& passphrase, ByteView iv) {
  const ErrorDrain drain;
  if (passphrase.size() > kMaxPassphrase) return fail(Errc::limit_exceeded, "passphrase");
  const CipherPtr fetched(EVP_CIPHER_fetch(nullptr, cipher.name, nullptr));
  const MdPtr md5(EVP_MD_fetch(nullptr, "MD5", nullptr));
  WipedBytes key(cipher.key_octets);
  const ByteView text = passphrase.expose();
  if (!fetched || !md5 || iv.size() < kLegacySalt ||
      EVP_BytesToKey(fetched.get(), md5.get(), iv.data(), text.data(), static_cast<int>(text.size()), 1, key.data(),
                     nullptr) != static_cast<int>(key.size()))
    return fail(Errc::key_unsupported, "kdf");
  return Secret(std::move(key));
}

}  // namespace signet::crypto
