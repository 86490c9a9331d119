// A128CBC-HS256, A192CBC-HS384, A256CBC-HS512: RFC 7518 section 5.2.
#include <array>
#include <memory>
#include <utility>

#include "crypto/cbc_cipher.h"
#include "crypto/constant_time.h"
#include "crypto/content_encryption/families.h"
#include "crypto/digest.h"
#include "crypto/hmac_midstate.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kIvOctets = 16;

/// AL of section 5.2.2.1: the number of bits of the additional data, as 64 bits big-endian.
std::array<std::uint8_t, 8> bit_length(ByteView aad) noexcept {
  std::array<std::uint8_t, 8> out{};
  std::uint64_t bits = std::uint64_t{aad.size()} * 8;
  for (auto octet = out.rbegin(); octet != out.rend(); ++octet, bits >>= 8) *octet = static_cast<std::uint8_t>(bits);
  return out;
}

class AesCbcHmac final : public ContentKey {
 public:
  AesCbcHmac(const CbcCipher& cipher, Hash hash, ByteView mac_key, ByteView enc_key)
      : cipher_(cipher), mac_key_(hash, mac_key), enc_key_(Secret::copy_of(enc_key)) {}

  Result<Sealed> encrypt(ByteView iv, ByteView aad, ByteView plaintext) const override {
    if (iv.size() != kIvOctets) return fail(Errc::internal, "encrypt");
    auto ciphertext = encrypt_cbc(cipher_, enc_key_, iv, plaintext);
    if (!ciphertext && ciphertext.error().code == Errc::limit_exceeded) return std::unexpected(ciphertext.error());
    // Any other reason speaks of key files.
    if (!ciphertext) return fail(Errc::internal, "encrypt");
    Sealed sealed{.ciphertext = *std::move(ciphertext), .tag = {}};
    std::array<std::uint8_t, kMaxDigest> out;
    const ByteView tag = tag_of(iv, aad, sealed.ciphertext, out);
    sealed.tag.assign(tag.begin(), tag.end());
    return sealed;
  }

  Result<Secret> decrypt(ByteView iv, ByteView aad, ByteView ciphertext, ByteView tag) const override {
    std::array<std::uint8_t, kMaxDigest> out;
    //= rfc7518#5.2.2.2 step 2: if the tags differ, decryption fails, and nothing has been decrypted yet
    if (!equal_in_constant_time(tag_of(iv, aad, ciphertext, out), tag) || iv.size() != kIvOctets) {
      return fail(Errc::decryption_failed, "token");
    }
    // A padding that is none can only be the work of who has the key.
    if (auto plaintext = decrypt_cbc(cipher_, enc_key_, iv, ciphertext)) return plaintext;
    return fail(Errc::decryption_failed, "token");
  }

 private:
  /// The first half of the MAC.
  ByteView tag_of(ByteView iv, ByteView aad, ByteView ciphertext,
                  std::span<std::uint8_t, kMaxDigest> out) const noexcept {
    RunningMac mac(mac_key_);
    mac.update(aad);
    mac.update(iv);
    mac.update(ciphertext);
    mac.update(bit_length(aad));
    const ByteView whole = mac.finish(out);
    return whole.first(whole.size() / 2);
  }

  const CbcCipher& cipher_;
  HmacKey mac_key_;
  Secret enc_key_;
};

/// The cipher whose key is one half of a CEK.
const CbcCipher* cipher_for(std::size_t cek_octets) noexcept {
  for (const std::string_view name : {"AES-128-CBC", "AES-192-CBC", "AES-256-CBC"}) {
    const CbcCipher* cipher = find_cbc_cipher(name);
    if (cipher->key_octets == cek_octets / 2) return cipher;
  }
  return nullptr;
}

template <Hash hash>
Result<std::unique_ptr<const ContentKey>> prepare(const ContentEncryption& row, ByteView cek) {
  if (!row.available()) return fail(Errc::alg_unavailable, row.name);
  //= rfc7518#5.2.2.1 MAC_KEY is the initial octets of K, ENC_KEY the final ones; each is half of it
  const std::size_t half = cek.size() / 2;
  return std::make_unique<AesCbcHmac>(*cipher_for(cek.size()), hash, cek.first(half), cek.last(half));
}

template <Hash hash, std::uint16_t key_octets>
constexpr ContentEncryption row(std::string_view name, std::string_view requirement, std::string_view spec) {
  return {
      .name = name,
      .key_octets = key_octets,
      .iv_octets = kIvOctets,
      .tag_octets = key_octets / 2,
      .requirement = requirement,
      .spec = spec,
      .available = []() noexcept { return cipher_for(key_octets)->fetched() != nullptr && fetched(hash) != nullptr; },
      .prepare = prepare<hash>};
}

constexpr ContentEncryption kRows[] = {
    row<Hash::sha256, 32>("A128CBC-HS256", "Required", "RFC 7518 5.2.3"),
    row<Hash::sha384, 48>("A192CBC-HS384", "Optional", "RFC 7518 5.2.4"),
    row<Hash::sha512, 64>("A256CBC-HS512", "Required", "RFC 7518 5.2.5"),
};

}  // namespace

std::span<const ContentEncryption> content_families::aes_cbc_hmac() noexcept {
  return kRows;
}

}  // namespace signet::crypto
