// What an attacker on encryption has: public keys, tokens, and the whole of the algorithms. What needs a recipient's
// secret as well is what a partner who turned hostile can make.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/content_encryption.h"
#include "crypto/key_management.h"
#include "forge.h"
#include "signet/encryption_key.h"
#include "signet/jwe.h"

namespace signet::test {

inline constexpr std::string_view kJweText = "The true sign of intelligence is not knowledge but imagination.";

/// The names of the rows that this libcrypto has.
std::vector<std::string_view> all_key_managements();
std::vector<std::string_view> all_content_encryptions();
inline const KeyManagementAlgorithm& management_row(std::string_view name) {
  return *find_key_management_algorithm(name);
}
inline const ContentEncryption& content_row(std::string_view name) {
  return *find_content_encryption(name);
}

/// A private or shared key for the algorithm, made once. The RSA rows share one. `enc` matters for dir alone.
const Key& decryption_key_for(std::string_view alg, std::string_view enc = "A128GCM", std::string_view crv = "");

/// A JWE as an attacker writes it: base64url segments, JSON of the headers that nothing protects. Nothing is checked.
struct JweParts {
  std::string header, key, iv, ciphertext, tag;
  std::string unprotected = {}, own = {};  ///< JSON, or none
  std::optional<std::string> aad = {};     ///< base64url

  bool has_compact_form() const { return unprotected.empty() && own.empty() && !aad; }
  std::string compact() const { return joined({header, ".", key, ".", iv, ".", ciphertext, ".", tag}); }
  std::string flattened() const;
  std::string general() const;
};

/// One recipient of a general JWE.
struct JweRecipientParts {
  std::string own, key;
};
std::string general_jwe(const JweParts& shared, const std::vector<JweRecipientParts>& recipients);

/// Encrypts to one key with one CEK, whatever the header says.
class Forger {
 public:
  struct Options {
    std::size_t cek_octets = 0;  ///< of the CEK that is wrapped; 0: what enc wants
    std::uint64_t p2c = 1000;
  };
  Forger(std::string_view alg, std::string_view enc, const Key& key, const Options& options);
  Forger(std::string_view alg, std::string_view enc, const Key& key) : Forger(alg, enc, key, Options()) {}

  /// What the algorithm has in the header: ,"epk":{...}
  const std::string& parameters() const { return parameters_; }
  /// {"alg":...,"enc":... and the parameters, and `more`, which starts with a comma.
  std::string header(std::string_view more = {}) const;
  /// Encrypted with this header, which is JSON or not.
  JweParts seal(std::string_view header, std::string_view plaintext = kJweText) const;
  JweParts good() const { return seal(header()); }
  /// What is authenticated is any text.
  JweParts seal_over(std::string_view authenticated, std::string_view plaintext = kJweText) const;
  const ContentEncryption& enc() const { return *enc_; }
  std::string_view alg() const { return alg_; }

 private:
  std::string_view alg_;
  const ContentEncryption* enc_;
  std::string encrypted_key_;
  std::string parameters_;
  std::shared_ptr<const crypto::ContentKey> content_;
};

}  // namespace signet::test
