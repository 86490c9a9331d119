// Who presents a token holds the key that it is bound to: RFC 7800 ("cnf"), RFC 8705 section 3, RFC 9449 section 6 and
// RFC 9203 section 3.2.1.
//
// A bearer token is anybody's who has it. One with "cnf" names a key, and counts only together with a proof that the
// presenter holds that key. A Verifier has checked the token; an Engine compares "cnf" with what the presenter proved.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/dpop.h"
#include "signet/jwe.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/decryption_key_source.h"
#include "signet/seams/key_set_fetcher.h"
#include "signet/seams/key_source.h"

namespace signet::confirmation {

/// A signature, or a MAC, over octets that the caller made up for this presenter, and that nobody can have got before:
/// a random challenge, or a protocol's transcript. An engine cannot see whether they are fresh (RFC 7800 section 4).
struct Challenge {
  ByteView input;
  ByteView signature;                             ///< in the form of its algorithm (RFC 7518 section 3)
  const SignatureAlgorithm* algorithm = nullptr;  ///< never null; must be among Engine::Options::algorithms
};

/// What came with the token, and was proven. Views: they must live as long as the call.
struct Presented {
  /// That a dpop::Verifier made for this request, with its access token: a proof without counts for nothing.
  const dpop::Proof* dpop = nullptr;
  std::optional<ByteView> certificate = std::nullopt;  ///< the client's, as DER, whose key TLS has proven
  std::optional<Challenge> challenge = std::nullopt;
};

/// The presenter holds the key of the token. Only an Engine makes one.
class Bound {
 public:
  /// By which members of "cnf", in the order of RFC 7800 and its successors: "jwk", "jkt" ...
  std::span<const std::string_view> methods() const noexcept SIGNET_LIFETIME_BOUND { return methods_; }

 private:
  friend class Engine;
  Bound() = default;
  std::vector<std::string_view> methods_;
};

/// What a refusal means. None of them makes a token a bearer token: that is one without "cnf", claim_missing(cnf).
enum class State : std::uint8_t {
  not_bound,        ///< what was presented is of another key: perhaps the token was stolen
  not_confirmable,  ///< nothing that is understood can be confirmed by what was presented
  refused,          ///< "cnf" is missing or broken, or a key could not be had
};
State state_of(const Error& error) noexcept;

/// OSCORE input material (RFC 9203 section 3.2.1). What is not there has the default of RFC 8613 section 3.2.
struct OscoreMaterial {
  std::optional<Bytes> id;
  std::optional<std::int64_t> version;
  Secret master_secret;                  ///< ms; empty: none
  std::optional<std::string> hkdf;       ///< name or number of a COSE algorithm, as it stands in the token
  std::optional<std::string> algorithm;  ///< alg, the same
  std::optional<Secret> salt;
  std::optional<Bytes> context_id;
};

struct EngineState;  // internal

/// Compares. Built once, immutable, cheap to copy, used from many threads.
class Engine {
 public:
  struct Options {
    /// That a challenge may be signed with; empty: challenges confirm nothing.
    AlgorithmSet algorithms = {};
    /// Where a kid is looked up; null: kid confirms nothing. Of what the source finds only keys count that have this
    /// very kid, never those without one.
    std::shared_ptr<const KeySource> keys = nullptr;
    /// With which the key in a jwe is decrypted, and what is allowed there; null: jwe confirms nothing.
    std::shared_ptr<const DecryptionKeySource> decryption_keys = nullptr;
    jwe::Policy decryption = {};
    /// Through which a jku is fetched, and the origins that are allowed ("https://keys.example"); null: jku confirms
    /// nothing.
    std::shared_ptr<KeySetFetcher> fetcher = nullptr;
    std::vector<std::string> origins = {};
  };
  /// Errors: policy_incomplete(origins) for a fetcher without origins or the reverse, or an origin that is no https
  /// origin; policy_incomplete(enc|alg) for decryption keys without a policy.
  static Result<Engine> build(Options options);

  /// Every method that the token names and that is understood must hold (members that are not are ignored, RFC 7800
  /// section 3.1); kid beside jwk, jwe or jku only chooses. Errors: claim_missing(cnf) for a bearer token;
  /// not_bound(METHOD); not_confirmable(METHOD), or (cnf) when no method is understood; claim_type(cnf) and
  /// claim_rule(cnf) for a broken one, two keys, or a secret in a token that did not come encrypted; those of keys, of
  /// decryption and of the fetcher, and internal(confirmation) for one that throws.
  Result<Bound> confirm(const jwt::Verified& token, const Presented& presented) const;
  Result<Bound> confirm(const jwt::VerifiedView& token, const Presented& presented) const;

 private:
  explicit Engine(std::shared_ptr<const EngineState> state) noexcept : state_(std::move(state)) {}
  Result<Bound> confirm(const jwt::Claims& claims, bool came_encrypted, const Presented& presented) const;
  std::shared_ptr<const EngineState> state_;
};

/// "osc" of a token: to be used in an OSCORE exchange, which confirms the key by itself (RFC 9203 section 4.2); an
/// Engine says not_confirmable(osc), whatever other methods the token has. Errors: not_confirmable(osc) when there is
/// none, claim_rule(cnf) when it breaks a rule or has a master secret in a token that did not come encrypted.
Result<OscoreMaterial> oscore_material(const jwt::Verified& token);
Result<OscoreMaterial> oscore_material(const jwt::VerifiedView& token);

// The issuing side: the JSON text of "cnf", for Builder::claim_json("cnf", text).

/// The public key itself (RFC 7800 section 3.2). Errors: symmetric_key(kty).
Result<std::string> by_key(const Key& key);
/// The thumbprint of the key of DPoP proofs (RFC 9449 section 6.1). Errors: symmetric_key(kty).
Result<std::string> by_thumbprint(const Key& key);
/// The same for a request whose proof was verified: the token is for who sent it.
std::string by_thumbprint(const dpop::Proof& proof);
/// The SHA-256 value of a client certificate, DER (RFC 8705 section 3.1). Errors: internal(digest).
Result<std::string> by_certificate(ByteView der);
/// A key that the recipient has under this name (RFC 7800 section 3.4). Errors: malformed_json(kid) for no UTF-8.
Result<std::string> by_kid(std::string_view kid);
/// A key of a set at an https URL; without a kid the set must have one key (RFC 7800 section 3.5). Errors:
/// claim_rule(cnf) for another address, malformed_json(kid).
Result<std::string> by_key_set(std::string_view url, std::optional<std::string_view> kid = {});
/// A symmetric key that only the recipient can read (RFC 7800 section 3.3). Errors: key_mismatch(kty) for a key pair,
/// which by_key() is for, and those of encrypt_jwk().
Result<std::string> by_encrypted_key(const Key& key, const jwe::Recipient& recipient, const ContentEncryption& enc);
/// A symmetric key as it is, for a token that is encrypted as a whole (Builder::sign_and_encrypt); the text is secret.
/// Errors: key_mismatch(kty) for a key pair.
Result<Secret> by_secret_key(const Key& key);
/// OSCORE input material, for a token that is encrypted as a whole; the text is secret. Errors: claim_rule(cnf).
Result<Secret> by_oscore(const OscoreMaterial& material);

}  // namespace signet::confirmation
