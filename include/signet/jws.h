// JSON Web Signature, compact serialization: RFC 7515.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

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

/// A payload whose signature held. Only verify_compact() makes one.
class Verified {
 public:
  ByteView payload() const noexcept SIGNET_LIFETIME_BOUND { return payload_; }
  /// The protected header, proven by the signature.
  json::Value header() const noexcept SIGNET_LIFETIME_BOUND { return header_.root(); }
  std::string_view algorithm() const noexcept { return algorithm_; }
  /// The kid of the key that verified, or empty.
  std::string_view key_id() const noexcept SIGNET_LIFETIME_BOUND { return key_id_; }

 private:
  friend Result<Verified> verify_compact(std::string_view, const KeySource&, const AlgorithmSet&, std::size_t);
  Verified() = default;
  Bytes payload_;
  json::Document header_;
  std::string_view algorithm_;
  std::string key_id_;
};

/// Verifies a compact JWS (RFC 7515 section 5.2). The algorithm must be in `allowed`; `crit` may name nothing, since
/// no extension is understood here.
/// Errors: malformed_token(PART), limit_exceeded(token|header), malformed_json(header), duplicate_name(NAME),
/// header_parameter(NAME), crit_malformed, crit_unknown(NAME), alg_not_allowed(alg), those of KeySource::find,
/// bad_signature.
Result<Verified> verify_compact(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                std::size_t max_size = kMaxSize);

/// What goes into the protected header beside alg and kid, which come from the signer.
struct HeaderOptions {
  std::string_view typ = {};  ///< empty: none
  std::string_view cty = {};
  bool with_kid = true;  ///< false: leave out the signer's kid
  /// A JSON object of further members, or empty; alg, kid, typ, cty, crit and b64 are refused.
  std::string_view extra_json = {};
};

/// The protected header in the order alg, typ, cty, kid, extra; registered parameters in `extra` must have their type,
/// and a "jwk" among them must be public. Errors: malformed_json(header), header_parameter(NAME),
/// limit_exceeded(kid|header), alg_unknown(alg) for a signer whose algorithm is no row.
Result<std::string> make_header(const Signer& signer, const HeaderOptions& options);

/// Signs any bytes. Errors: those of the signer and of make_header, limit_exceeded(payload).
Result<std::string> sign_compact(ByteView payload, const Signer& signer, const HeaderOptions& options = {});

}  // namespace signet::jws
