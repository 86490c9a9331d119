// Protects an API: what a request has to present, and what it is answered when it does not. RFC 6750 (bearer tokens),
// RFC 9449 (DPoP), RFC 8705 (client certificates), RFC 9470 (step-up), RFC 9728 (metadata of the resource).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "signet/bytes.h"
#include "signet/dpop.h"
#include "signet/jwt.h"
#include "signet/requirement.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"
#include "signet/timestamp.h"

namespace signet::resource {

/// A request as its client made it: behind a proxy not as the proxy passes it on.
struct Request {
  std::string_view method;  ///< "GET": case counts
  std::string_view url;     ///< the target URI (RFC 9110 section 7.1), with its query
  /// Of the client, all of them: those of browsers decide whether a cookie counts, Sec-WebSocket-* among them.
  std::span<const HttpField> fields;
  std::optional<ByteView> certificate = {};  ///< the client's, DER, whose key TLS has proven
};

/// What a request needs, apart from a good token.
struct Demands {
  std::vector<std::string> audiences = {};          ///< one of them, beside what the verifier wants
  std::vector<std::string> scopes = {};             ///< all of them, in "scope" (RFC 6749 section 3.3)
  std::vector<std::string> acr_values = {};         ///< one of them is "acr" (RFC 9470 section 4)
  std::optional<Duration> max_age = {};             ///< since "auth_time" (RFC 9470 section 4)
  std::vector<jwt::Requirement> requirements = {};  ///< all of them
};

/// How a token is verified: by a Verifier, a CachingVerifier, an IssuerRegistry or the caller's own way. Called from
/// many threads; it should demand issuer, audience and times, and refuse what was revoked. One that throws, or returns
/// null, is internal(verify).
using VerifyToken = std::function<Result<std::shared_ptr<const jwt::Verified>>(std::string_view token, Timestamp now)>;
/// By a Verifier, or anything with such a verify(), an IssuerRegistry too.
template <class Verifier>
VerifyToken verify_by(Verifier verifier) {
  return [verifier = std::move(verifier)](std::string_view token,
                                          Timestamp now) -> Result<std::shared_ptr<const jwt::Verified>> {
    auto verified = verifier.verify(token, now);
    if (!verified) return std::unexpected(std::move(verified).error());
    if constexpr (std::is_same_v<decltype(verified), Result<jwt::Verified>>)
      return std::make_shared<const jwt::Verified>(*std::move(verified));
    else
      return *std::move(verified);
  };
}

/// Nonces for DPoP proofs (RFC 9449 section 9) that need no memory: each is the MAC of a period of time, so machines
/// that share the key accept each other's, also when their clocks differ: besides the nonce of the running period those
/// of the one before and of the next are accepted.
class Nonces {
 public:
  /// Errors: weak_key(nonces) for a key of less than 32 octets, limit_exceeded(period) for less than 10 s or more than
  /// an hour, internal(random).
  static Result<std::shared_ptr<const Nonces>> with_key(ByteView key, Duration period = std::chrono::minutes(3));
  /// With a random key: for one process.
  static Result<std::shared_ptr<const Nonces>> make(Duration period = std::chrono::minutes(3));
  ~Nonces();
  Nonces(const Nonces&) = delete;
  Nonces& operator=(const Nonces&) = delete;

  std::string at(Timestamp now) const;
  bool accepts(std::string_view nonce, Timestamp now) const;

 private:
  struct State;
  explicit Nonces(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// Whether tokens are bound to a key of their client.
enum class Binding : std::uint8_t {
  allowed,  ///< a token with "cnf" counts only with its proof; one without is a bearer token
  required  ///< a token without "cnf" is refused
};

/// A token in a cookie, for pages of a browser.
struct CookieRules {
  /// It begins with __Host- (RFC 6265bis section 4.1.3.2), so that no other host can have set it.
  std::string name;
  /// Origins ("https://app.example") whose requests count, beside those of the same origin.
  std::vector<std::string> origins = {};
};

class GuardState;  // internal

/// What a guard demands of every request, and what it says of itself.
struct Rules {
  VerifyToken verify;  ///< null is refused
  Demands demands = {};
  std::string realm = {};
  /// URL of the metadata of this resource (RFC 9728 section 5.1); empty: not told.
  std::string resource_metadata = {};
  Binding binding = Binding::allowed;
  /// How proofs are verified; nothing: the scheme DPoP is not offered, and tokens that want a proof are refused.
  std::optional<dpop::Verifier> dpop = {};
  /// With which proofs must be fresh; null: no nonce is wanted.
  std::shared_ptr<const Nonces> nonces = nullptr;
  /// Whether tokens may be bound to the certificate of a client (RFC 8705 section 3); else they are refused.
  bool certificates = false;
  std::optional<CookieRules> cookie = {};
};

/// A request that may pass.
struct Granted {
  std::shared_ptr<const jwt::Verified> token;
  bool is_bound = false;               ///< by a DPoP proof or a certificate
  std::vector<HttpField> fields = {};  ///< to be sent with whatever is answered: DPoP-Nonce
};

/// A request that may not: what to answer, and why, for logs.
struct Refused {
  int status = 0;  ///< 400, 401, 403, 500 or 503
  std::vector<HttpField> fields = {};
  Error error{};
  /// As the challenge says it: "invalid_token" (RFC 6750 section 3.1); empty where it says none. Of static storage.
  std::string_view oauth_error = {};
};

/// Decides. Immutable, cheap to copy, used from many threads.
class Guard {
 public:
  /// Errors: policy_incomplete(verify) for null, policy_incomplete(realm) also where there is neither realm nor
  /// metadata, policy_incomplete(nonces) for nonces without dpop, policy_incomplete(binding) for required where nothing
  /// can bind, policy_incomplete(cookie|origins|realm| resource_metadata|scope|acr) for what does not have its form,
  /// limit_exceeded(max_age) for a negative one.
  static Result<Guard> build(Rules rules);

  /// The answer is one of these:
  /// - 400 invalid_request: several tokens, one in the query (RFC 9700 section 4.3.2), or a malformed field; a cookie
  ///   beside Authorization does not count, and a body is not looked at;
  /// - 401 without an error code: no token at all (RFC 6750 section 3.1);
  /// - 401 invalid_token: it does not hold, or is not proven to be its presenter's; invalid_dpop_proof and
  ///   use_dpop_nonce (RFC 9449 sections 7.1 and 9); insufficient_user_authentication (RFC 9470 section 3);
  /// - 403 insufficient_scope: scope or a requirement is not met; 403 without a code for a cookie that another site may
  ///   have made the browser send;
  /// - 503 with Retry-After when keys or revocations cannot be had; 500 for what should not happen.
  /// Every 401 and 403 has a WWW-Authenticate for each scheme. `more` are demands of this request beside those of the
  /// rules; where they do not have their form (Guard::build) the answer is 500.
  std::expected<Granted, Refused> check(const Request& request, Timestamp now, const Demands* more = nullptr) const;

 private:
  explicit Guard(std::shared_ptr<const GuardState> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<const GuardState> state_;
};

}  // namespace signet::resource
