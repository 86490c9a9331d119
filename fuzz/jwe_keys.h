// The keys that the targets for encrypted tokens decrypt with, what they allow, and tokens that hold.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "signet/algorithm.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"
#include "signet/key.h"

namespace signet::fuzz {

/// Fixed, so that a seed stays a token that holds: the keys of RFC 7516 appendix A.3, RFC 7517 appendix A.2 and RFC
/// 8037 appendix A.6, and two of our own. PBES2 has none: what it may be asked for is checked before a key is.
inline constexpr std::string_view kDecryptionKeys = R"({"keys":[
{"kty":"oct","kid":"dir","alg":"dir","k":"AAECAwQFBgcICQoLDA0ODw"},
{"kty":"oct","kid":"kw","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"},
{"kty":"oct","kid":"gcmkw","alg":"A256GCMKW","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"},
{"kty":"EC","crv":"P-256","kid":"ec","alg":"ECDH-ES","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"},
{"kty":"OKP","crv":"X25519","kid":"okp","alg":"ECDH-ES+A256KW","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08",
"d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"}]})";

inline constexpr std::string_view kPlaintext = "You can trust us to stick with you through thick and thin.";

inline const JwkSet& decryption_keys() {
  static const JwkSet set = JwkSet::parse_private(kDecryptionKeys).value();
  return set;
}

inline const jwe::Policy& decryption_policy() {
  static const jwe::Policy policy = [] {
    jwe::Policy all{.algorithms = {}, .encryptions = {}, .legacy = true};
    for (const auto* row : key_management_algorithms()) all.algorithms.add(*row);
    for (const auto* row : content_encryptions()) all.encryptions.add(*row);
    return all;
  }();
  return policy;
}

/// The recipients of all keys.
inline const std::vector<std::shared_ptr<const EncryptionKey>>& encryption_keys() {
  static const auto all = [] {
    std::vector<std::shared_ptr<const EncryptionKey>> made;
    for (const KeySetEntry& entry : decryption_keys().entries()) {
      const Key key = entry.key->is_symmetric() ? *entry.key : entry.key->public_key().value();
      made.push_back(key.prepare_encryption(*find_key_management_algorithm(entry.key->info().alg)).value());
    }
    return made;
  }();
  return all;
}

inline const ContentEncryption& content_for(const EncryptionKey& key) {
  return *find_content_encryption(key.is_symmetric() ? "A128GCM" : "A128CBC-HS256");
}

/// Whether what was decrypted is what was encrypted: nobody here makes another token that holds.
inline bool is_plaintext(const jwe::Decrypted& decrypted) {
  return as_text(decrypted.plaintext()) == kPlaintext;
}

/// Changes to a text that the input asks for: two octets of a position, one that is put there.
inline std::string with_changes(std::string text, std::string_view changes) {
  for (; changes.size() >= 3; changes.remove_prefix(3)) {
    const auto high = static_cast<std::uint8_t>(changes[0]);
    const auto low = static_cast<std::uint8_t>(changes[1]);
    text[(std::size_t{high} << 8 | low) % text.size()] = changes[2];
  }
  return text;
}

}  // namespace signet::fuzz
