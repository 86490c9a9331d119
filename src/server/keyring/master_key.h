// The key that everything secret of an installation is sealed with.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::server::keyring {

/// 32 random octets. What is done with them is done with keys derived from them, one for each purpose. Immutable, cheap
/// to copy, shared between threads.
///
/// As text, in a file or in the environment: base64url on a line of its own, beside lines that begin with '#'.
/// A sealed text is: version (1 octet), id of the master key (8), nonce (12), ciphertext, tag (16). Nonces are random:
/// up to 2^32 texts may be sealed with one master key (NIST SP 800-38D section 8.3).
class MasterKey {
 public:
  static constexpr std::size_t kOctets = 32;

  /// A new one in a new file with mode 0600, never over an old one. Errors: file_exists(PATH), file_unwritable(PATH),
  /// internal(random).
  static Result<MasterKey> create(const std::string& path);
  /// Errors: file_unreadable(PATH), malformed_configuration(permissions) for a file that others than its owner may
  /// read, malformed_key(master_key), limit_exceeded(PATH).
  static Result<MasterKey> load(const std::string& path);
  /// What an environment variable holds. Errors: malformed_key(master_key).
  static Result<MasterKey> from_text(std::string_view text);

  /// Tells master keys apart and gives nothing away: base64url of 8 octets.
  const std::string& id() const noexcept SIGNET_LIFETIME_BOUND;

  /// AES-256-GCM. `aad` says what it is that is sealed and whose it is; only who says the same can open it.
  /// Errors: internal(random), limit_exceeded(plaintext), internal(encrypt).
  Result<Bytes> seal(ByteView plain, std::string_view aad) const;
  /// Errors: key_mismatch(master_key) for what another master key sealed; decryption_failed(sealed) for what was
  /// altered, belongs elsewhere, or is no sealed text.
  Result<Secret> open(ByteView sealed, std::string_view aad) const;
  /// Whether the text says that this master key sealed it.
  bool has_sealed(ByteView sealed) const noexcept;

  /// A key of 32 octets that is the same for everybody who has the master key, and says nothing of it or of other
  /// purposes (HKDF-Expand of RFC 5869 with SHA-256; the master key is uniformly random, as its section 3.3 wants).
  Secret derive(std::string_view purpose) const;

 private:
  struct State;
  explicit MasterKey(std::shared_ptr<const State> state) noexcept : state_(std::move(state)) {}
  static Result<MasterKey> from_octets(Secret octets);
  std::shared_ptr<const State> state_;
};

}  // namespace signet::server::keyring
