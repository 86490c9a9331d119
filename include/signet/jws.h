// JSON Web Signature: RFC 7515 in its three serializations (section 7), attached and detached (appendix F), with the
// unencoded payload of RFC 7797.
//
// Each serialization has functions of its own, and none of them guesses: what is compact is refused by the functions
// for JSON and the reverse, a flattened object by the functions for general ones, and a token that carries its payload
// by those that are given one. JSON has no empty form of this: "payload":"" is a payload.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"
#include "signet/seams/signer.h"

namespace signet::jws {

inline constexpr std::size_t kMaxSize = 16u << 20;
/// The decoded header.
inline constexpr std::size_t kMaxHeader = 64u << 10;
/// The most signatures that one general JWS may hold.
inline constexpr std::size_t kMaxSignatures = 16;
/// The most times that a key is tried for one general JWS, over all of its signatures and their candidates.
inline constexpr std::size_t kMaxKeyTrials = 32;

class Verification;  // internal: makes what only a verifier makes

/// A signature that held. Only the verify functions make one.
class VerifiedSignature {
 public:
  /// The protected header, proven by the signature.
  json::Value header() const noexcept SIGNET_LIFETIME_BOUND { return header_.root(); }
  /// The unprotected header ("header" of the JSON serializations), where there is one. Nothing proves it: anybody who
  /// passed the token on could have written it.
  std::optional<json::Value> unproven_header() const noexcept SIGNET_LIFETIME_BOUND;
  std::string_view algorithm() const noexcept { return algorithm_; }
  /// The kid of the key that verified, or empty.
  std::string_view key_id() const noexcept SIGNET_LIFETIME_BOUND { return key_id_; }
  /// The place in "signatures"; 0 in the other serializations.
  std::size_t index() const noexcept { return index_; }

 private:
  friend class Verification;
  friend class Verified;
  VerifiedSignature() = default;
  json::Document header_;
  std::optional<json::Document> unproven_header_;
  std::string_view algorithm_;
  std::string key_id_;
  std::size_t index_ = 0;
};

/// A payload whose signature held. Only verify_compact() and verify_flattened() make one.
class Verified : public VerifiedSignature {
 public:
  ByteView payload() const noexcept SIGNET_LIFETIME_BOUND { return payload_; }

 private:
  friend class Verification;
  Verified() = default;
  Bytes payload_;
};

/// Why a signature of a general JWS did not hold. What it says of itself is a claim that nothing supports.
struct SignatureFailure {
  std::optional<std::size_t> index;  ///< its place in "signatures"; nothing: the object as a whole
  Error error;
  std::string claimed_algorithm;  ///< "alg" of its header, or empty (escape before printing)
  std::string claimed_key_id;     ///< "kid" of either header, or empty
};

/// The signatures of a general JWS that met its policy. Only the verify functions make one.
class VerifiedSignatures {
 public:
  /// Those that held, in the order of the object.
  std::span<const VerifiedSignature> signatures() const noexcept SIGNET_LIFETIME_BOUND { return signatures_; }
  /// Those that did not, which the policy allowed, in the order of the object.
  std::span<const SignatureFailure> failures() const noexcept SIGNET_LIFETIME_BOUND { return failures_; }
  /// How many different keys signed: a key counts once, however many signatures, algorithms or kids it has.
  std::size_t distinct_keys() const noexcept { return distinct_keys_; }

 private:
  friend class Verification;
  friend class VerifiedGeneral;
  VerifiedSignatures() = default;
  std::vector<VerifiedSignature> signatures_;
  std::vector<SignatureFailure> failures_;
  std::size_t distinct_keys_ = 0;
};

/// A payload whose signatures met a policy. Only verify_general() makes one.
class VerifiedGeneral : public VerifiedSignatures {
 public:
  ByteView payload() const noexcept SIGNET_LIFETIME_BOUND { return payload_; }

 private:
  friend class Verification;
  VerifiedGeneral() = default;
  Bytes payload_;
};

/// How many of the signatures of a general JWS must hold (RFC 7515 section 5.2 leaves it to the application). There is
/// no default: each caller says which.
class SignaturePolicy {
 public:
  /// At least one. The other signatures may be anything, also unknown or wrong.
  static SignaturePolicy any() noexcept { return SignaturePolicy(1, false); }
  /// Every signature of the object, and at least one.
  static SignaturePolicy all() noexcept { return SignaturePolicy(1, true); }
  /// Signatures of at least this many different keys; one key counts once. 0 is refused when it is used.
  static SignaturePolicy at_least(std::size_t keys) noexcept { return SignaturePolicy(keys, false); }

  std::size_t keys() const noexcept { return keys_; }
  bool every() const noexcept { return every_; }

 private:
  SignaturePolicy(std::size_t keys, bool every) noexcept : keys_(keys), every_(every) {}
  std::size_t keys_;
  bool every_;
};

/// Verifies a compact JWS (RFC 7515 sections 5.2 and 7.1). The algorithm must be in `allowed`. `crit` may name "b64"
/// (RFC 7797) and nothing else; an unencoded payload is then characters of %x20-2D and %x2F-7E.
/// A detached token of an empty payload is the same text as an attached one, and holds here.
/// Errors: malformed_token(PART), limit_exceeded(token|header), malformed_json(header), duplicate_name(NAME),
/// header_parameter(NAME), crit_malformed, crit_unknown(NAME), alg_not_allowed(alg), those of KeySource::find,
/// bad_signature.
Result<Verified> verify_compact(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                std::size_t max_size = kMaxSize);
/// The same for a token without its payload (RFC 7515 appendix F), over `payload`, which may be any bytes.
/// Errors: as verify_compact, malformed_token(payload) for a token that carries one, limit_exceeded(payload).
Result<VerifiedSignature> verify_compact_detached(std::string_view token, ByteView payload, const KeySource& keys,
                                                  const AlgorithmSet& allowed, std::size_t max_size = kMaxSize);

/// Verifies a flattened JWS (RFC 7515 section 7.2.2): an object with "payload", "protected", "signature" and perhaps
/// "header". Members of other names are ignored, but "signatures" is refused. alg, crit and b64 count only when they
/// are protected, and are refused in "header"; kid may stand there. No name stands in both headers.
/// Errors: as verify_compact; malformed_json(token), malformed_token(token) for what is no object,
/// malformed_token(MEMBER), header_parameter(NAME) for a name that may not be unprotected or stands in both headers.
Result<Verified> verify_flattened(std::string_view json, const KeySource& keys, const AlgorithmSet& allowed,
                                  std::size_t max_size = kMaxSize);
/// The same without a member "payload". Errors: as verify_flattened, limit_exceeded(payload).
Result<VerifiedSignature> verify_flattened_detached(std::string_view json, ByteView payload, const KeySource& keys,
                                                    const AlgorithmSet& allowed, std::size_t max_size = kMaxSize);

/// Verifies a general JWS (RFC 7515 section 7.2.1): an object with "payload" and "signatures", whose elements have
/// the members and rules of a flattened one. "protected", "header" and "signature" beside "signatures" are refused.
/// Every signature is looked at, whatever the policy. All must agree on "b64" (RFC 7797 section 3).
/// Errors: malformed_json(token), malformed_token(MEMBER), limit_exceeded(token|signatures), header_parameter(b64) when
/// they do not agree, duplicate_name(NAME), policy_incomplete(signatures) for at_least(0); when the policy is not met,
/// signatures_insufficient(signatures), or the error of the signature when the object has just one and it fails.
Result<VerifiedGeneral> verify_general(std::string_view json, const KeySource& keys, const AlgorithmSet& allowed,
                                       SignaturePolicy policy, std::size_t max_size = kMaxSize);
/// The same without a member "payload". Errors: as verify_general, limit_exceeded(payload).
Result<VerifiedSignatures> verify_general_detached(std::string_view json, ByteView payload, const KeySource& keys,
                                                   const AlgorithmSet& allowed, SignaturePolicy policy,
                                                   std::size_t max_size = kMaxSize);

/// Everything that does not hold: each signature that fails, with its reason, whatever the policy; and, without an
/// index, why the object as a whole is refused. Empty: every signature holds, and so does the policy.
std::vector<SignatureFailure> general_failures(std::string_view json, const KeySource& keys,
                                               const AlgorithmSet& allowed, SignaturePolicy policy,
                                               std::size_t max_size = kMaxSize);
std::vector<SignatureFailure> general_failures_detached(std::string_view json, ByteView payload, const KeySource& keys,
                                                        const AlgorithmSet& allowed, SignaturePolicy policy,
                                                        std::size_t max_size = kMaxSize);

/// What goes into the protected header beside alg and kid, which come from the signer.
struct HeaderOptions {
  std::string_view typ = {};  ///< empty: none
  std::string_view cty = {};
  bool with_kid = true;  ///< false: leave out the signer's kid
  /// A JSON object of further members, or empty; alg, kid, typ, cty, crit and b64 are refused.
  std::string_view extra_json = {};
  /// Signs the payload as it is, not its base64url (RFC 7797): writes "b64":false and "crit":["b64"].
  bool unencoded_payload = false;
};

/// The protected header in the order alg, typ, cty, kid, b64, crit, extra; registered parameters in `extra` must have
/// their type, and a "jwk" among them must be public. Errors: malformed_json(header), header_parameter(NAME),
/// limit_exceeded(kid|header), alg_unknown(alg) for a signer whose algorithm is no row.
Result<std::string> make_header(const Signer& signer, const HeaderOptions& options);

/// Signs any bytes. Errors: those of the signer and of make_header, limit_exceeded(payload), and
/// malformed_token(payload) for an unencoded payload with other characters than %x20-2D and %x2F-7E.
Result<std::string> sign_compact(ByteView payload, const Signer& signer, const HeaderOptions& options = {});
/// The same, leaving the payload out of the token; unencoded, it may then be any bytes.
Result<std::string> sign_compact_detached(ByteView payload, const Signer& signer, const HeaderOptions& options = {});

/// One signature to be made for a JSON serialization.
struct SignatureRequest {
  const Signer* signer;  ///< never null
  HeaderOptions header = {};
  /// The unprotected header: a JSON object, or empty for none. alg, crit and b64 are refused in it, and every name that
  /// the protected header has; registered parameters must have their type.
  std::string_view unprotected_json = {};
};

/// A flattened JWS: payload, protected, header, signature. Errors: as sign_compact; for "header" malformed_json(header)
/// and header_parameter(NAME); malformed_token(payload) for an unencoded payload that is not UTF-8.
Result<std::string> sign_flattened(ByteView payload, const SignatureRequest& request);
Result<std::string> sign_flattened_detached(ByteView payload, const SignatureRequest& request);

/// A general JWS with a signature for each request, in their order. Errors: as sign_flattened,
/// limit_exceeded(signatures), malformed_token(signatures) for no request, header_parameter(b64) when the requests
/// disagree on it.
Result<std::string> sign_general(ByteView payload, std::span<const SignatureRequest> requests);
Result<std::string> sign_general_detached(ByteView payload, std::span<const SignatureRequest> requests);

/// The general JWS `json` with one signature more, at the end; every other member keeps its place and its text. The
/// signatures that are there are not verified. Errors: as sign_general, and those of verify_general for an object that
/// is not well formed.
Result<std::string> add_signature(std::string_view json, const SignatureRequest& request);
Result<std::string> add_signature_detached(std::string_view json, ByteView payload, const SignatureRequest& request);

}  // namespace signet::jws
