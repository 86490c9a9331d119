// JSON Web Encryption: RFC 7516 in its three serializations (section 7).
//
// Each serialization has functions of its own, and none of them guesses. Plaintext is handed out only after its tag has
// held; there is no way to read it before, so a whole JWE is in memory at once, and its size is bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/encryption_key.h"
#include "signet/json.h"
#include "signet/result.h"
#include "signet/seams/decryption_key_source.h"

namespace signet::jwe {

inline constexpr std::size_t kMaxSize = 16u << 20;
/// Each header, decoded.
inline constexpr std::size_t kMaxHeader = 64u << 10;
/// The most recipients of one general JWE.
inline constexpr std::size_t kMaxRecipients = 16;
/// The most keys that are tried for one JWE, over all of its recipients.
inline constexpr std::size_t kMaxKeyTrials = 16;
/// What a compressed plaintext may become, unless a policy says otherwise.
inline constexpr std::size_t kMaxInflated = 256u << 10;
/// Iterations of PBES2: fewer than RFC 7518 section 4.8.1.2 recommends are refused, and one JWE may ask for this many
/// in all, over all recipients and keys.
inline constexpr std::uint64_t kMinIterations = 1'000;
inline constexpr std::uint64_t kMaxIterations = 1'200'000;
/// What we write: OWASP's figure for HMAC-SHA-256.
inline constexpr std::uint64_t kDefaultIterations = 600'000;

/// What a recipient demands. Both allow-lists must have a name.
struct Policy {
  KeyManagementSet algorithms;       ///< "alg"
  ContentEncryptionSet encryptions;  ///< "enc"
  /// Allows rows that are kept for old peers (RSA1_5, RFC 8725 section 3.2) if they are in `algorithms`, too.
  bool legacy = false;
  bool compression = true;                  ///< whether "zip" may be there
  std::size_t max_size = kMaxSize;          ///< of the token, at most kMaxSize
  std::size_t max_inflated = kMaxInflated;  ///< of a plaintext that was compressed, at most kMaxSize
};

class Opening;  // internal: makes what only decryption makes

/// A JWE that has been decrypted and whose tag has held. That says who can read it, and nothing about who wrote it,
/// unless the key is a shared one: anybody may encrypt to a public key. Only the decrypt functions make one.
class Decrypted {
 public:
  ByteView plaintext() const noexcept SIGNET_LIFETIME_BOUND { return plaintext_.expose(); }
  /// The plaintext, taken out: empty afterwards.
  Secret take_plaintext() noexcept { return std::move(plaintext_); }
  /// The protected header: the tag holds for it. Null when there is none.
  json::Value header() const noexcept SIGNET_LIFETIME_BOUND { return protected_.root(); }
  /// The headers that nothing protects, of all recipients and of the one that was decrypted for, where they are there.
  std::optional<json::Value> shared_header() const noexcept SIGNET_LIFETIME_BOUND;
  std::optional<json::Value> recipient_header() const noexcept SIGNET_LIFETIME_BOUND;
  /// The additional authenticated data of a JSON serialization ("aad"), which the tag holds for as well.
  std::optional<ByteView> aad() const noexcept SIGNET_LIFETIME_BOUND;
  std::string_view algorithm() const noexcept { return algorithm_; }    ///< "ECDH-ES+A256KW"
  std::string_view encryption() const noexcept { return encryption_; }  ///< "A256GCM"
  /// The kid of the key that decrypted, or empty.
  std::string_view key_id() const noexcept SIGNET_LIFETIME_BOUND;
  /// The place in "recipients"; 0 in the other serializations.
  std::size_t recipient() const noexcept { return recipient_; }
  /// Whether the key is one that sender and recipient share. A shared key that also serves general JWEs proves less:
  /// every recipient of one of those knows a content encryption key that it has wrapped, and can use it again.
  bool has_shared_key() const noexcept;

 private:
  friend class Opening;
  Decrypted() = default;
  Secret plaintext_;
  json::Document protected_;
  std::optional<json::Document> shared_;
  std::optional<json::Document> recipient_header_;
  std::optional<Bytes> aad_;
  std::string_view algorithm_;
  std::string_view encryption_;
  std::shared_ptr<const DecryptionKey> key_;
  std::size_t recipient_ = 0;
};

/// Decrypts a compact JWE (RFC 7516 sections 5.2 and 7.1).
/// Errors that can be seen without a key: malformed_token(PART), limit_exceeded(token|header|p2c),
/// malformed_json(header), duplicate_name(NAME), header_parameter(NAME), crit_malformed, crit_unknown(NAME),
/// alg_not_allowed(alg|enc|zip), policy_incomplete(alg|enc), those of DecryptionKeySource::find, key_mismatch(alg|k).
/// All others are decryption_failed(token), whatever failed, and the same work is done for each. After the tag has
/// held: limit_exceeded(plaintext) and malformed_token(plaintext) for what was compressed.
Result<Decrypted> decrypt_compact(std::string_view token, const DecryptionKeySource& keys, const Policy& policy);

/// Decrypts a flattened JWE (RFC 7516 section 7.2.2): "ciphertext" and perhaps "protected", "unprotected", "header",
/// "encrypted_key", "iv", "tag", "aad". Members of other names are ignored, but "recipients" is refused. crit and zip
/// count only when they are protected; no name stands in two of the headers.
/// Errors: as decrypt_compact; malformed_json(token); header_parameter(NAME) for a name in two headers.
Result<Decrypted> decrypt_flattened(std::string_view json, const DecryptionKeySource& keys, const Policy& policy);

/// Decrypts a general JWE (RFC 7516 section 7.2.1) for the first of its recipients that a key is found for and that
/// opens. All recipients must agree on enc; dir and ECDH-ES allow one recipient. A recipient whose alg is not allowed
/// or whose key is not ours is passed over; one that is malformed spoils the whole.
/// Errors: as decrypt_flattened, limit_exceeded(recipients); when nobody could be decrypted for,
/// decryption_failed(token) if a key was tried, else why the first recipient was passed over.
Result<Decrypted> decrypt_general(std::string_view json, const DecryptionKeySource& keys, const Policy& policy);

/// Somebody who shall be able to decrypt.
struct Recipient {
  const EncryptionKey* key = nullptr;  ///< never null
  bool with_kid = true;                ///< false: leave out the key's kid
  /// RFC 7518 sections 4.6.1.2 and 4.6.1.3, for ECDH-ES; at most kMaxPartyInfo octets.
  ByteView apu = {}, apv = {};
  /// Only for PBES2: kMinIterations to kMaxIterations.
  std::uint64_t iterations = kDefaultIterations;
};
inline constexpr std::size_t kMaxPartyInfo = 512;

/// What goes into the protected header beside what the key and the algorithms say, and what goes with it.
struct Options {
  std::string_view typ = {};  ///< empty: none
  std::string_view cty = {};
  bool compress = false;  ///< "zip":"DEF". What an attacker can guess parts of shall not be compressed (RFC 8725 3.6).
  /// A JSON object of further members, or empty. What this function writes itself is refused, and so is crit.
  std::string_view extra_json = {};
  /// Allows rows that are kept for old peers: RSA1_5.
  bool legacy = false;
  // Only for the JSON serializations:
  std::string_view unprotected_json = {};  ///< the shared unprotected header: a JSON object, or empty
  std::optional<ByteView> aad = {};
};

/// Encrypts any bytes to one recipient.
/// Errors: key_mismatch(k|alg) for a shared key that does not fit `enc`, alg_unavailable(ENC), malformed_json(header),
/// header_parameter(NAME), alg_not_allowed(alg), limit_exceeded(plaintext|header|kid|p2c|apu|apv|aad),
/// internal(random|encrypt).
Result<std::string> encrypt_compact(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                    const Options& options = {});
/// Errors: as encrypt_compact.
Result<std::string> encrypt_flattened(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                      const Options& options = {});
/// To each of the recipients, with one content encryption key; alg, kid and what belongs to them stand in each
/// recipient's "header". Errors: as encrypt_compact, malformed_token(recipients) for none,
/// limit_exceeded(recipients|p2c), header_parameter(alg) for dir or ECDH-ES beside another recipient.
Result<std::string> encrypt_general(ByteView plaintext, std::span<const Recipient> recipients,
                                    const ContentEncryption& enc, const Options& options = {});

}  // namespace signet::jwe
