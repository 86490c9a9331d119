#include "crypto/pem_encryption.h"

#include <optional>

#include "crypto/cbc_cipher.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr int kNoDigit = -1;

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return kNoDigit;
}

std::optional<Bytes> decode_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes octets;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    octets.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return octets;
}

}  // namespace

Result<Secret> open_pem_block(const codec::PemBlock& block, KeyShape promised, const Secret* passphrase) {
  const auto& headers = block.headers;
  //= rfc1421#4.6.1.1 the Proc-Type header field is the first; DEK-Info follows where the body is encrypted
  if (headers.size() != 2 || headers[0].name != "Proc-Type" || headers[0].value != "4,ENCRYPTED" ||
      headers[1].name != "DEK-Info")
    return fail(Errc::malformed_pem, "headers");
  const std::string_view info = headers[1].value;
  const std::size_t comma = info.find(',');
  if (comma == std::string_view::npos) return fail(Errc::malformed_pem, "headers");
  const CbcCipher* cipher = find_cbc_cipher(info.substr(0, comma));
  if (cipher == nullptr) return fail(Errc::key_unsupported, "cipher");
  const auto iv = decode_hex(info.substr(comma + 1));
  if (!iv || iv->size() != cipher->block_octets) return fail(Errc::malformed_pem, "headers");
  if (!is_ciphertext(*cipher, block.der.expose())) return fail(Errc::malformed_pem, "body");
  if (passphrase == nullptr) return fail(Errc::passphrase_missing, "encrypted");
  SIGNET_TRY(const Secret key, derive_legacy_key(*cipher, *passphrase, *iv));
  SIGNET_TRY(Secret plain, decrypt_cbc(*cipher, key, *iv, block.der.expose()));
  // One key in 256 that is wrong gives a good padding.
  if (find_shape(plain.expose()) != promised) return fail(Errc::decryption_failed, "passphrase");
  return plain;
}

}  // namespace signet::crypto
