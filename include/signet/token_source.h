// Access tokens for a program that calls others: OAuth 2.0 client credentials (RFC 6749 section 4.4) and the grant of
// RFC 7523, got from a token server, remembered, and renewed before they expire.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signet/bytes.h"
#include "signet/dpop.h"
#include "signet/remote_jwks.h"
#include "signet/result.h"
#include "signet/seams/signer.h"
#include "signet/timestamp.h"

namespace signet {

class TokenSourceState;  // internal

/// How a client shows a token server who it is.
struct ClientAuthentication {
  enum class Method : std::uint8_t {
    none,                 ///< client_id alone, if there is one
    client_secret_basic,  ///< RFC 6749 section 2.3.1, in the field Authorization
    client_secret_post,   ///< the same in the body
    client_secret_jwt,    ///< OpenID Connect Core 1.0 section 9: the secret signs, with HS256, HS384 or HS512
    private_key_jwt,      ///< RFC 7523 section 2.2
  };
  Method method = Method::none;
  std::shared_ptr<const Secret> secret = {};  ///< of client_secret_basic and client_secret_post
  std::shared_ptr<const Signer> signer = {};  ///< of client_secret_jwt and private_key_jwt

  static ClientAuthentication secret_basic(Secret secret);
  static ClientAuthentication secret_post(Secret secret);
  /// The secret's octets are the key. Errors: weak_key(k) for one too short for the algorithm (RFC 7518 section 3.2),
  /// alg_unknown(alg), key_mismatch(kty) for an algorithm other than HMAC, and those of Key::from_octets.
  static Result<ClientAuthentication> secret_jwt(Secret secret, std::string_view algorithm = "HS256");
  /// Signer::algorithm() must be one that the server takes, and Signer::kid() is how it finds the key.
  static ClientAuthentication private_key(std::shared_ptr<const Signer> signer);
};
/// "private_key_jwt": as the metadata of a server names it (RFC 8414 section 2).
std::string_view name_of(ClientAuthentication::Method method) noexcept;
/// The method of this name, or nothing.
std::optional<ClientAuthentication::Method> find_client_authentication(std::string_view name) noexcept;

/// Makes the assertion of a grant of RFC 7523 section 2.1, a new one for each request. It is called from the thread
/// that asks for a token, or from one of the seams, and must not block there. One that throws is internal(assertion).
using MakeAssertion = std::function<Result<Secret>(Timestamp now)>;
/// Assertions that `signer` signs: iss, sub, aud (the token server, as one string), iat, a lifetime of at most 5
/// minutes, and a random jti.
struct AssertionOptions {
  std::string issuer = {};
  std::string subject = {};
  std::string audience = {};
  Duration lifetime = std::chrono::seconds(60);
};
/// Errors: policy_incomplete(iss|sub|aud|signer), limit_exceeded(lifetime).
Result<MakeAssertion> signed_assertions(std::shared_ptr<const Signer> signer, AssertionOptions options);

enum class TokenType : std::uint8_t { bearer, dpop };

/// A token as the server gave it. Immutable; whoever holds it may go on using it while the source has a newer one.
struct AccessToken {
  Secret value;  ///< printable ASCII without a space
  TokenType type = TokenType::bearer;
  std::string scope = {};  ///< what it is good for: what the answer says, else what was asked for; words and spaces
  Duration lifetime{};     ///< from the moment at which it was asked for
  Timestamp expires_at{};  ///< time of day, as get() is told it
  Secret answer = {};      ///< the whole JSON of the answer

  std::string_view text() const noexcept { return as_text(value.expose()); }
  /// The value of the field Authorization: "Bearer ..." or "DPoP ...". It is as secret as the token.
  std::string authorization() const;
};

struct TokenSourceOptions {
  /// The identifier of the authorization server. Where there is no token_endpoint its metadata name it, found as
  /// RemoteJwkSet::of_issuer does. Assertions of the client are made out to it.
  std::string issuer = {};
  std::string token_endpoint = {};  ///< an https URL; http only for this machine
  std::string client_id = {};
  ClientAuthentication authentication = {};
  MakeAssertion assertion = {};  ///< set: the grant of RFC 7523; null: client credentials
  std::vector<std::string> scopes = {};
  std::vector<std::string> resources = {};        ///< RFC 8707: absolute URIs without a fragment
  std::vector<std::string> audiences = {};        ///< "audience", as some servers have it instead
  std::string authorization_details = {};         ///< RFC 9396: a JSON array
  std::shared_ptr<const dpop::Prover> dpop = {};  ///< set: the token is bound to its key (RFC 9449)

  /// A token is renewed when so much of its lifetime has passed, while it is still given out; 10 to 90.
  unsigned renew_at_percent = 80;
  /// A token is not given out any more when less than this of it is left, or than a tenth of its lifetime if that is
  /// shorter: it has to arrive, too.
  Duration spare = std::chrono::seconds(10);
  Duration default_lifetime = std::chrono::minutes(5);  ///< where the answer does not say
  Duration max_lifetime = std::chrono::hours(24);       ///< a longer one counts as this
  Duration wait = std::chrono::seconds(15);             ///< get() waits no longer, at most 5 minutes
  Duration timeout = std::chrono::seconds(5);           ///< of one request
  /// After a failure nothing is asked for about as long as this, then for twice as long, and so on up to max_retry; or
  /// for as long as a Retry-After says, but no longer than an hour.
  Duration first_retry = std::chrono::seconds(1);
  Duration max_retry = std::chrono::minutes(1);
  std::size_t max_body = 64u << 10;  ///< of an answer; at most 1 MiB
};

/// How things stand. Names and numbers, nothing secret.
struct TokenSourceReport {
  std::string token_endpoint;            ///< once it is known
  std::optional<Duration> good_for;      ///< how long the token is still given out; nothing: there is none
  std::optional<Error> last_error;       ///< of the last attempt, if that failed
  std::optional<Duration> next_attempt;  ///< from now; nothing while one is under way, or where none is planned
  bool under_way = false;
  std::uint64_t attempts = 0, tokens = 0, failures = 0;
};

/// The access token of one client for one purpose: use one source for each set of scopes and resources. From many
/// threads at once; whatever their number, one request is under way at a time, and all of them get its answer.
///
/// While a token is good it is given out at once. When most of its lifetime has passed it is renewed off the path of
/// whoever asks, if anybody has asked for it; a failure then is retried, each time later, and the old token given out
/// while it is good. When there is none, get() asks and waits. Within the pause after a failure it does not ask: it
/// gives the error of that failure at once.
///
/// Answers are taken strictly (RFC 6749 section 5.1): status 200, JSON without duplicate members, an access_token that
/// fits into a field, a token_type that is the one asked for, expires_in a positive integer. Nothing secret is sent by
/// http but to this machine, and there only if the client of the seams does that. Redirects are not followed.
class TokenSource final {
 public:
  using Token = std::shared_ptr<const AccessToken>;
  using Done = std::function<void(Result<Token>)>;

  /// Nothing is fetched before the first get(). Errors: policy_incomplete(seams|issuer|client_id|secret|signer),
  /// fetch_refused(issuer|url|scheme), limit_exceeded(OPTION), claim_rule(client_id|scope|resource|audience),
  /// malformed_json(authorization_details), symmetric_key(alg) and key_mismatch(alg) for a signer whose algorithm is
  /// not of the method's kind.
  static Result<std::shared_ptr<TokenSource>> make(TokenSourceOptions options, RemoteSeams seams);
  /// Who still waits gets fetch_failed(stopped).
  ~TokenSource();
  TokenSource(const TokenSource&) = delete;
  TokenSource& operator=(const TokenSource&) = delete;

  /// A token that is good at `now`, the time of day, with which assertions and proofs are dated, too. Never call it
  /// from a callback of the seams: it waits for their thread. Errors:
  ///   token_refused(NAME)  the server's error (RFC 6749 section 5.2 and others): a name that is known, else "other";
  ///   response_unusable(status|content_type|access_token|token_type|expires_in|scope|issuer|token_endpoint),
  ///   malformed_json(token_response|metadata), duplicate_name(NAME), limit_exceeded(bytes|depth|request)
  ///                        an answer, or a request, that cannot be used;
  ///   fetch_refused, fetch_failed, and fetch_failed(timeout) when `wait` is over;
  ///   and those of signers and of MakeAssertion.
  Result<Token> get(Timestamp now) const;
  /// The same without waiting: `done` is called once, at once or from a thread of the seams, and must neither block
  /// nor throw. Errors: also limit_exceeded(waiting) beyond 4096 that wait.
  void get(Timestamp now, Done done) const;
  /// A resource refuses this token (invalid_token): it is not given out again, and the next get() asks for another,
  /// but no sooner than first_retry after the last one came.
  void forget(const Token& token) const;
  TokenSourceReport report() const;

 private:
  explicit TokenSource(std::shared_ptr<TokenSourceState> state) noexcept;
  std::shared_ptr<TokenSourceState> state_;
};

}  // namespace signet
