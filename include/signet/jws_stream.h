// JSON Web Signature over a payload that never lies in memory as a whole: detached (RFC 7515 appendix F), encoded or
// not (RFC 7797), piece by piece, in constant memory.
//
// What is signed and what verifies is the same, octet for octet, as with the functions of jws.h for detached payloads.
// HS, RS, PS and ES algorithms do this. EdDSA reads its input twice, so for it there are only those functions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/jws.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"
#include "signet/seams/signer.h"

namespace signet::jws {

/// Octets of payload; as base64url they are still fewer than SHA-256 can count (FIPS 180-4 section 1: 2^61).
inline constexpr std::uint64_t kMaxStreamedPayload = std::uint64_t{1} << 60;

/// Makes a detached JWS. For one payload and one thread; may be given up at any time.
class DetachedSigner {
 public:
  /// For `header..signature`. The signer must outlive this.
  /// Errors: those of make_header; streaming_unsupported(ALG), before anything of the payload is read.
  static Result<DetachedSigner> begin_compact(const Signer& signer, const HeaderOptions& options = {},
                                              std::uint64_t max_payload = kMaxStreamedPayload);
  /// The same for a flattened JWS without "payload". Errors: as well malformed_json(header) and header_parameter(NAME)
  /// for the unprotected header.
  static Result<DetachedSigner> begin_flattened(const SignatureRequest& request,
                                                std::uint64_t max_payload = kMaxStreamedPayload);
  DetachedSigner(DetachedSigner&&) noexcept;
  DetachedSigner& operator=(DetachedSigner&&) noexcept;
  ~DetachedSigner();

  /// Appends to the payload; a piece of any size, also none. Errors: limit_exceeded(payload), those of the signer;
  /// every later call gives the same error. internal(stream) after finish(), which is a mistake of the caller.
  Result<> update(ByteView piece);
  /// The token, as sign_compact_detached or sign_flattened_detached makes it. Ends the stream. Errors: as update.
  [[nodiscard]] Result<std::string> finish();

 private:
  struct State;
  static Result<DetachedSigner> begin(std::unique_ptr<State> state, const SignatureRequest& request);
  explicit DetachedSigner(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;  // null: ended
  std::optional<Error> failure_;  // what ended it early
};

/// Verifies a detached JWS. For one payload and one thread; may be given up at any time.
///
/// UNTIL finish() HAS SUCCEEDED, NOTHING IS KNOWN ABOUT THE PAYLOAD. The pieces that went through this may be
/// anybody's: whoever stores, parses, forwards or runs them before finish() has said yes acts on unauthenticated data.
/// Keep what is made of them where it can be thrown away, and throw it away when finish() fails or is never reached.
/// The token's header is not to be had before that either.
class DetachedVerifier {
 public:
  /// For `header..signature`: reads it, and finds and prepares its keys. At most kMaxKeyCandidates digests are made
  /// side by side. What `keys` gives out is kept alive. Errors: as verify_compact_detached but for bad_signature, which
  /// comes at the end or for a signature of impossible size; streaming_unsupported(ALG), before anything of the payload
  /// is read.
  static Result<DetachedVerifier> begin_compact(std::string_view token, const KeySource& keys,
                                                const AlgorithmSet& allowed,
                                                std::uint64_t max_payload = kMaxStreamedPayload);
  /// The same for a flattened JWS without "payload". Errors: as verify_flattened_detached, in the same way.
  static Result<DetachedVerifier> begin_flattened(std::string_view json, const KeySource& keys,
                                                  const AlgorithmSet& allowed,
                                                  std::uint64_t max_payload = kMaxStreamedPayload);
  DetachedVerifier(DetachedVerifier&&) noexcept;
  DetachedVerifier& operator=(DetachedVerifier&&) noexcept;
  ~DetachedVerifier();

  /// Appends to the payload, of which nothing is known yet; a piece of any size, also none.
  /// Errors: limit_exceeded(payload); every later call gives the same error. internal(stream) after finish(), which is
  /// a mistake of the caller.
  Result<> update_unverified(ByteView piece);
  /// Whether all pieces together are what was signed, with the proven header; from here on they may be trusted. Ends
  /// the stream. Errors: bad_signature, and as update_unverified.
  [[nodiscard]] Result<VerifiedSignature> finish();

 private:
  struct State;
  explicit DetachedVerifier(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;  // null: ended
  std::optional<Error> failure_;  // what ended it early
};

}  // namespace signet::jws
