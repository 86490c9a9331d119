#include "signet/encrypted_key.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "crypto/password_kdf.h"
#include "jose/header.h"
#include "signet/json.h"
#include "try.h"

namespace signet {
namespace {

//= rfc7517#7 "jwk+json" for a JWK, "jwk-set+json" for a JWK Set
constexpr std::string_view kKeyType = "jwk+json";
constexpr std::string_view kSetType = "jwk-set+json";
constexpr Rule kTypeRule{"RFC 7517 7", "cty says whether a JWK or a JWK Set is encrypted: jwk+json, jwk-set+json"};

constexpr std::string_view kPassphraseAlgorithm = "PBES2-HS512+A256KW";
constexpr std::string_view kPassphraseEncryption = "A256GCM";
constexpr std::string_view kPassphraseAlgorithms[] = {"PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"};

Result<Secret> to_set_text(std::span<const Key> keys) {
  json::Writer out;
  out.begin_object().key("keys").begin_array();
  for (const Key& key : keys) {
    SIGNET_TRY(const Secret jwk, key.to_private_jwk());
    out.raw(as_text(jwk.expose()));
  }
  out.end_array().end_object();
  return out.take_secret();
}

bool is_cty(const jwe::Decrypted& opened, std::string_view type) {
  const auto cty = opened.header().find("cty");
  return cty && jose::same_media_type(cty->string().value_or(""), type);
}

Result<Key> to_key(Secret passphrase) {
  if (passphrase.empty()) return fail(Errc::passphrase_missing, "passphrase");
  if (passphrase.size() > crypto::kMaxPassphrase) return fail(Errc::limit_exceeded, "passphrase");
  return Key::from_octets(std::move(passphrase));
}

Result<std::string> seal(const Secret& content, std::string_view cty, const Secret& passphrase,
                         std::uint64_t iterations) {
  SIGNET_TRY(const Key key, to_key(Secret::copy_of(passphrase.expose())));
  SIGNET_TRY(const auto to, key.prepare_encryption(*find_key_management_algorithm(kPassphraseAlgorithm)));
  return jwe::encrypt_compact(content.expose(), {.key = to.get(), .with_kid = false, .iterations = iterations},
                              *find_content_encryption(kPassphraseEncryption), {.cty = cty});
}

/// Without the line end that a file usually has.
std::string_view without_line_end(std::string_view content) noexcept {
  const std::size_t last = content.find_last_not_of("\r\n");
  return content.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

jwe::Policy passphrase_policy() {
  jwe::Policy policy{.algorithms = {}, .encryptions = {}, .compression = true, .max_inflated = kMaxKeySetText};
  for (const std::string_view name : kPassphraseAlgorithms) policy.algorithms.add(*find_key_management_algorithm(name));
  for (const ContentEncryption* row : content_encryptions()) policy.encryptions.add(*row);
  policy.max_size = 2 * kMaxKeySetText;
  return policy;
}

}  // namespace

Result<std::string> encrypt_jwk(const Key& key, const jwe::Recipient& recipient, const ContentEncryption& enc) {
  SIGNET_TRY(const Secret jwk, key.to_private_jwk());
  return jwe::encrypt_compact(jwk.expose(), recipient, enc, {.cty = kKeyType});
}

Result<std::string> encrypt_jwk_set(std::span<const Key> keys, const jwe::Recipient& recipient,
                                    const ContentEncryption& enc) {
  SIGNET_TRY(const Secret set, to_set_text(keys));
  return jwe::encrypt_compact(set.expose(), recipient, enc, {.cty = kSetType});
}

Result<Key> decrypt_jwk(std::string_view token, const DecryptionKeySource& keys, const jwe::Policy& policy) {
  SIGNET_TRY(const jwe::Decrypted opened, jwe::decrypt_compact(token, keys, policy));
  if (!is_cty(opened, kKeyType)) return fail(Errc::typ_mismatch, "cty", &kTypeRule);
  return Key::from_jwk(as_text(opened.plaintext()));
}

Result<JwkSet> decrypt_jwk_set(std::string_view token, const DecryptionKeySource& keys, const jwe::Policy& policy) {
  SIGNET_TRY(const jwe::Decrypted opened, jwe::decrypt_compact(token, keys, policy));
  if (!is_cty(opened, kSetType)) return fail(Errc::typ_mismatch, "cty", &kTypeRule);
  return JwkSet::parse_private(as_text(opened.plaintext()));
}

Result<std::string> encrypt_jwk(const Key& key, const Secret& passphrase, std::uint64_t iterations) {
  SIGNET_TRY(const Secret jwk, key.to_private_jwk());
  return seal(jwk, kKeyType, passphrase, iterations);
}

Result<std::string> encrypt_jwk_set(std::span<const Key> keys, const Secret& passphrase, std::uint64_t iterations) {
  SIGNET_TRY(const Secret set, to_set_text(keys));
  return seal(set, kSetType, passphrase, iterations);
}

bool is_encrypted_jwk(std::string_view content) noexcept {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  const std::string_view token = without_line_end(content);
  return token.find_first_not_of(kAlphabet) == std::string_view::npos && std::ranges::count(token, '.') == 4;
}

Result<Secret> open_encrypted_jwk(std::string_view content, const Secret* passphrase) {
  if (passphrase == nullptr) return fail(Errc::passphrase_missing, "encrypted");
  SIGNET_TRY(const Key key, to_key(Secret::copy_of(passphrase->expose())));
  auto opened = jwe::decrypt_compact(without_line_end(content), JwkSet::of(std::array{key}), passphrase_policy());
  if (!opened && opened.error().code == Errc::decryption_failed) return fail(Errc::decryption_failed, "passphrase");
  if (!opened) return std::unexpected(std::move(opened).error());
  if (!is_cty(*opened, kKeyType) && !is_cty(*opened, kSetType)) return fail(Errc::typ_mismatch, "cty", &kTypeRule);
  return opened->take_plaintext();
}

}  // namespace signet
