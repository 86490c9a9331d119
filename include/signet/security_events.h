// Security Event Tokens that revoke: RFC 8417 with the events of CAEP 1.0 and RISC 1.0, pushed (RFC 8935) or polled
// (RFC 8936). Which event and which subject becomes what is told in docs/protocols/security-events.md.
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

#include "signet/claims.h"
#include "signet/remote_jwks.h"
#include "signet/result.h"
#include "signet/revocation.h"
#include "signet/seams/key_source.h"
#include "signet/seams/replay_store.h"
#include "signet/timestamp.h"

namespace signet {

class SetIntake;       // internal
class SetPollerState;  // internal

/// What events mean to a set of revocations.
struct SecurityEventRules {
  /// Of the tokens that are to be hit, at most: an entry lasts so long after the event, and a minute of leeway.
  Duration token_lifetime = std::chrono::hours(24);
  /// Whose tokens the issuer of the SETs may revoke beside its own.
  std::vector<std::string> token_issuers = {};
  /// Which claim of tokens holds what CAEP names as an opaque session: sid or jti.
  RevokedKind opaque_session = RevokedKind::sid;
  /// Whether an opaque identifier of a user is the sub of tokens of the SET's issuer. Else it is event_unsupported.
  bool opaque_user_is_sub = false;
  /// Whether a credential that was changed, deleted, revoked or compromised ends the user's tokens. Else that is
  /// event_unsupported.
  bool credential_events = false;
  /// Whether the event of an OpenID Connect Logout Token is taken. Else it is event_unsupported.
  bool logout = false;
  /// Further URIs of events that are acknowledged and revoke nothing.
  std::vector<std::string> acknowledged = {};
};

/// What a SET revokes; nothing for an event that is known and revokes nothing. The claims are those of a token that a
/// verifier has proven (profile "set", or "logout-token"); the texts are views into them. Errors:
/// event_unsupported(NAME) for an event, a format or a kind of subject that becomes no revocation,
/// claim_missing(iss|iat|events|sub_id|sub), claim_rule(NAME) and claim_type(NAME) for one
/// that breaks the rules of its event, claim_mismatch(sub_id) for tokens of an issuer that is none of the rules,
/// limit_exceeded(events|identifiers).
Result<std::vector<Revocation>> read_security_event(const jwt::Claims& claims, const SecurityEventRules& rules,
                                                    Timestamp now);

/// What happened to a SET, or to a poll. Names and numbers, never what a SET says.
struct SecurityEventNotice {
  enum class Kind : std::uint8_t {
    applied,   ///< it is in the set
    repeated,  ///< the same, and it had been taken before: nothing has changed
    refused,   ///< it is not valid, or not supported
    postponed  ///< it may be valid, and could not be taken now: it has to come again
  } kind{};
  std::optional<Error> error;  ///< of `refused` and `postponed`
  std::size_t entries = 0;
};

/// Whose SETs are taken, and where they go.
struct SecurityEventOptions {
  std::string issuer;
  std::string audience = {};  ///< empty: "aud" is not looked at
  /// Of the issuer. A receiver may have a RemoteJwkSet that waits for a key; a poller must not.
  std::shared_ptr<const KeySource> keys = nullptr;
  std::shared_ptr<RevocationSet> revocations = nullptr;
  /// Tells SETs that come again; null: they are not told apart. A SET that comes again is acknowledged like the first,
  /// and its entries are those that the set has.
  std::shared_ptr<ReplayStore> replay = nullptr;
  SecurityEventRules rules = {};
  std::function<void(const SecurityEventNotice&)> on_event = {};  ///< from the thread that brings it; must not block
};

/// Security Event Token Error Codes (RFC 8935 section 2.4).
enum class SetError : std::uint8_t {
  invalid_request,
  invalid_key,
  invalid_issuer,
  invalid_audience,
  authentication_failed,
  access_denied,
};
/// "invalid_request" ...
std::string_view name_of(SetError error) noexcept;
/// What a transmitter is told of a SET. Nothing: it is not the transmitter's fault, and the SET should come again.
std::optional<SetError> set_error_of(const Error& error) noexcept;

/// The answer to a push (RFC 8935 sections 2.2 and 2.3). With a body go "Content-Type: application/json" and
/// "Content-Language: en"; with 503 "Retry-After".
struct SetPushAnswer {
  int status = 202;
  std::string body = {};  ///< JSON with err and description, or empty
};

/// Takes SETs that are pushed. What carries them, and who may send them, is the caller's business. May be used from
/// many threads at once.
class SetReceiver final {
 public:
  /// Errors: policy_incomplete(issuer|keys|revocations), limit_exceeded(token_lifetime), policy_incomplete(
  /// opaque_session) for another kind than sid and jti.
  static Result<SetReceiver> make(SecurityEventOptions options);

  /// The body of a POST. 202 when the SET was taken, be it again; 400 when it will never be; 503 when it could not be
  /// taken now.
  SetPushAnswer receive(std::string_view content_type, std::string_view body, Timestamp now) const;
  /// The answer to a transmitter that the caller does not let through: authentication_failed or access_denied.
  static SetPushAnswer refuse(SetError error, std::string_view description);

 private:
  explicit SetReceiver(std::shared_ptr<const SetIntake> intake) noexcept;
  std::shared_ptr<const SetIntake> intake_;
};

struct SetPollOptions {
  std::size_t max_events = 100;  ///< SETs in one answer, at most 1000
  /// How long the transmitter may hold a request while there is nothing; at most a minute. It is not told: both sides
  /// are configured (RFC 8936 section 2.2). Zero: it is asked to answer at once, every `interval`.
  Duration wait = std::chrono::seconds(30);
  Duration answer_within = std::chrono::seconds(5);  ///< beyond `wait`
  Duration interval = std::chrono::seconds(1);  ///< two requests begin no sooner after each other, unless there is more
  Duration first_retry = std::chrono::seconds(1);
  Duration max_retry = std::chrono::seconds(30);
  std::size_t max_body = 1u << 20;
  /// An answer with nothing left to take counts as RevocationSet::heard(): for a set that this poller alone feeds, so
  /// that it has a max_silence.
  bool counts_as_heard = false;
  std::function<std::string()> authorization = {};  ///< as RevocationFeedOptions::authorization
};

struct SetPollReport {
  std::string url;
  std::optional<Duration> lag;      ///< since an answer left nothing to take; nothing: none has
  std::optional<Error> last_error;  ///< of the last poll, if that failed; what is wrong with a SET is told by on_event
  std::uint64_t polls = 0, failures = 0, applied = 0, repeated = 0, refused = 0, postponed = 0, entries = 0;
};

/// Polls a transmitter for as long as it lives. A SET is acknowledged with the request after the one that brought it,
/// when its revocations are in the set.
class SetPoller final {
 public:
  /// Begins at once. Errors: as SetReceiver::make and RevocationFeed::start, limit_exceeded(max_events|max_body).
  static Result<std::unique_ptr<SetPoller>> start(std::string url, SecurityEventOptions events, RemoteSeams seams,
                                                  SetPollOptions options = {});
  /// Waits for an answer that is being taken; what arrives later is dropped, and comes again to the next poller.
  ~SetPoller();
  SetPoller(const SetPoller&) = delete;
  SetPoller& operator=(const SetPoller&) = delete;

  SetPollReport report() const;

 private:
  explicit SetPoller(std::unique_ptr<SetPollerState> state) noexcept;
  std::unique_ptr<SetPollerState> state_;
};

}  // namespace signet
