// Unsecured JWS and JWT: "alg":"none" (RFC 7515 appendix A.5, RFC 7518 section 3.6, RFC 7519 section 6).
//
// Nothing protects such a token: anyone can write or change it. It is for what is protected by other means alone, such
// as a file that is signed as a whole (RFC 8725 section 3.2). No function that verifies can be brought to accept one:
// "none" is no row of the table of algorithms, so no allow-list can name it. What these functions give has types of its
// own, which no function that wants a verified token takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "signet/bytes.h"
#include "signet/claims.h"
#include "signet/json.h"
#include "signet/jws.h"
#include "signet/jwt.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::unsecured {

class Reader;  // internal

/// A payload that nothing protects. Only decode_jws() makes one.
class UnsecuredJws {
 public:
  json::Value header() const noexcept SIGNET_LIFETIME_BOUND { return header_.root(); }
  /// The payload; the name is long so that every use of it can be found.
  ByteView unprotected_payload() const noexcept SIGNET_LIFETIME_BOUND { return payload_; }

 private:
  friend class Reader;
  UnsecuredJws() = default;
  json::Document header_;
  Bytes payload_;
};

/// A claims set that nothing protects, its registered claims of their types. Only decode() makes one.
class UnsecuredJwt {
 public:
  json::Value header() const noexcept SIGNET_LIFETIME_BOUND { return header_.root(); }
  /// The claims; the name is long so that every use of it can be found.
  const jwt::Claims& unprotected_claims() const noexcept SIGNET_LIFETIME_BOUND { return claims_; }

 private:
  friend class Reader;
  UnsecuredJwt(json::Document header, json::Document payload, jwt::Claims claims)
      : header_(std::move(header)), payload_(std::move(payload)), claims_(claims) {}
  json::Document header_;
  json::Document payload_;
  jwt::Claims claims_;
};

/// What goes into the header beside "alg".
struct HeaderOptions {
  std::string_view typ = {};  ///< empty: none
  std::string_view cty = {};
};

/// An unsecured JWS of any bytes. Errors: header_parameter(typ|cty) for text that is not UTF-8,
/// limit_exceeded(payload).
Result<std::string> sign(ByteView payload, const HeaderOptions& options = {});
/// An unsecured JWT of the builder's claims; the type in its header is `typ`, empty for none. What the builder says
/// about typ and kid is for signed tokens. Errors: as sign() for bytes, those of Builder::payload(), and
/// claim_rule(cnf) for a secret, which all could read.
Result<std::string> sign(const jwt::Builder& claims, std::string_view typ = "JWT");

/// Takes a compact JWS whose "alg" is exactly "none" and whose last segment is empty, and no other. `crit` is as strict
/// as in a signed token, with no extension understood; so "b64" is refused.
/// Errors: malformed_token(segments|header|payload), malformed_token(signature) for a last segment that is not empty,
/// limit_exceeded(token|header|kid), malformed_json(header), duplicate_name(NAME), header_parameter(NAME),
/// crit_malformed, crit_unknown(NAME), alg_not_allowed(alg) for every other algorithm.
Result<UnsecuredJws> decode_jws(std::string_view token, std::size_t max_size = jws::kMaxSize);

/// The same for a JWT. Errors: as decode_jws(), and malformed_json(payload), duplicate_name(NAME),
/// claim_type(payload|NAME).
Result<UnsecuredJwt> decode(std::string_view token, std::size_t max_size = jwt::kMaxSize);

/// Holds the claims and the typ against a policy: issuer, audience, required claims, times, the caller's checks. It
/// proves nothing; a token that was made up can satisfy any policy. The policy decides issuer, audience and typ as for
/// a verifier, and names no algorithm. Errors: those of Verifier::build, policy_incomplete(alg) for a policy that names
/// algorithms or is dated, and those of Verifier::verify from typ on.
Result<> check(const UnsecuredJwt& token, const jwt::Policy& policy, Timestamp now);

}  // namespace signet::unsecured
