// What a Security Event Token revokes.
#include "signet/security_events.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "keys/event_subject.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet {
namespace {

using keys::EventReach;
using keys::EventTarget;
using Entries = std::vector<Revocation>;

/// The most events that one SET may have. The Shared Signals Framework has one, under several names perhaps.
constexpr std::size_t kMaxEvents = 16;

constexpr Rule kNoSub{"Shared Signals Framework 1.0 4.1.2", "the subject is in sub_id, and there is no sub"};
constexpr Rule kPast{"CAEP 1.0 2", "event_timestamp is when the event occurred: in seconds, and not to come"};
constexpr Rule kChange{"CAEP 1.0 3.3.1", "change_type is create, revoke, update or delete"};
constexpr Rule kObject{"RFC 8417 2.2", "an event is an object, which may be empty"};
constexpr Rule kLogout{"OpenID Connect Back-Channel Logout 1.0 2.4", "a logout names sid or sub, and has no nonce"};

/// A SET, and what all its events are read with.
struct Input {
  const jwt::Claims& claims;
  const SecurityEventRules& rules;
  std::string_view issuer;
  Timestamp issued;
  Timestamp now;
};

Result<Timestamp> read_time(const json::Value& value, std::string_view name, const Input& input) {
  SIGNET_TRY(const Timestamp when, jwt::parse_numeric_date(value, name));
  // Milliseconds, say, would end everything that the user will ever have.
  if (when > input.now + jwt::kMaxLeeway) return fail(Errc::claim_rule, name, &kPast);
  return when;
}

Result<Timestamp> time_of(const json::Value& event, const Input& input) {
  if (const auto stamp = event.find("event_timestamp")) return read_time(*stamp, "event_timestamp", input);
  if (const auto toe = input.claims.find("toe")) return read_time(*toe, "toe", input);
  return input.issued;
}

Revocation entry_for(const EventTarget& target, Timestamp when, const Input& input) {
  const Duration lasting = input.rules.token_lifetime + jwt::kMaxLeeway;
  Revocation entry{target.kind, target.issuer, target.value, std::nullopt, std::max(when, input.issued) + lasting};
  if (target.kind != RevokedKind::sub) return entry;
  // A token of the same second may be older than the event: times of both are cut to seconds.
  entry.issued_before = std::chrono::floor<std::chrono::seconds>(when) + std::chrono::seconds(1);
  entry.expires = when + lasting;
  return entry;
}

Result<Entries> read_subject(const json::Value& event, EventReach reach, const Input& input) {
  if (input.claims.subject()) return fail(Errc::claim_rule, "sub", &kNoSub);
  const auto subject = input.claims.find("sub_id");
  if (!subject) return fail(Errc::claim_missing, "sub_id");
  SIGNET_TRY(const Timestamp when, time_of(event, input));
  SIGNET_TRY(const std::vector<EventTarget> targets,
             keys::read_event_subject(*subject, reach, input.issuer, input.rules));
  Entries entries;
  entries.reserve(targets.size());
  for (const EventTarget& target : targets) entries.push_back(entry_for(target, when, input));
  return entries;
}

Result<Entries> read_session(const json::Value& event, const Input& input) {
  return read_subject(event, EventReach::session, input);
}

Result<Entries> read_user(const json::Value& event, const Input& input) {
  return read_subject(event, EventReach::user, input);
}

Result<Entries> read_credential_change(const json::Value& event, const Input& input) {
  constexpr std::string_view kEnding[] = {"revoke", "update", "delete"};
  const auto member = event.find("change_type");
  const auto change = member ? member->string() : std::nullopt;
  if (change == "create") return Entries{};
  if (!change || std::ranges::find(kEnding, *change) == std::end(kEnding))
    return fail(Errc::claim_rule, "change_type", &kChange);
  return read_user(event, input);
}

Result<Entries> read_logout(const json::Value& /*event*/, const Input& input) {
  if (input.claims.find("nonce")) return fail(Errc::claim_rule, "nonce", &kLogout);
  const auto session = input.claims.find("sid");
  if (session) {
    const auto sid = session->string();
    if (!sid || sid->empty()) return fail(Errc::claim_rule, "sid", &kLogout);
    return Entries{entry_for({RevokedKind::sid, input.issuer, *sid}, input.issued, input)};
  }
  const auto subject = input.claims.subject();
  if (!subject || subject->empty()) return fail(Errc::claim_missing, "sub", &kLogout);
  return Entries{entry_for({RevokedKind::sub, input.issuer, *subject}, input.issued, input)};
}

Result<Entries> read_nothing(const json::Value& /*event*/, const Input& /*input*/) {
  return Entries{};
}

#define CAEP "https://schemas.openid.net/secevent/caep/event-type/"
#define RISC "https://schemas.openid.net/secevent/risc/event-type/"
#define SSF "https://schemas.openid.net/secevent/ssf/event-type/"

struct EventRow {
  std::string_view uri;
  Result<Entries> (*read)(const json::Value& event, const Input& input);
  bool SecurityEventRules::* wanted = nullptr;  ///< the rule that it needs
};
constexpr EventRow kEvents[] = {
    {CAEP "session-revoked", read_session},
    {CAEP "credential-change", read_credential_change, &SecurityEventRules::credential_events},
    {RISC "account-disabled", read_user},
    {RISC "account-purged", read_user},
    {RISC "sessions-revoked", read_user},
    {RISC "credential-compromise", read_user, &SecurityEventRules::credential_events},
    {"http://schemas.openid.net/event/backchannel-logout", read_logout, &SecurityEventRules::logout},
    {SSF "verification", read_nothing},
    {SSF "stream-updated", read_nothing},
};

#undef CAEP
#undef RISC
#undef SSF

Result<Entries> read_event(std::string_view uri, const json::Value& event, const Input& input) {
  if (!event.is_object()) return fail(Errc::claim_rule, "events", &kObject);
  if (std::ranges::find(input.rules.acknowledged, uri) != input.rules.acknowledged.end()) return Entries{};
  const auto* const row = std::ranges::find(kEvents, uri, &EventRow::uri);
  const bool known = row != std::end(kEvents) && (row->wanted == nullptr || input.rules.*row->wanted);
  if (!known) return fail_on_input(Errc::event_unsupported, uri);
  return row->read(event, input);
}

}  // namespace

Result<std::vector<Revocation>> read_security_event(const jwt::Claims& claims, const SecurityEventRules& rules,
                                                    Timestamp now) {
  const auto issuer = claims.issuer();
  if (!issuer || issuer->empty()) return fail(Errc::claim_missing, "iss");
  const auto issued = claims.issued_at();
  if (!issued) return fail(Errc::claim_missing, "iat");
  if (*issued > now + jwt::kMaxLeeway) return fail(Errc::claim_rule, "iat", &kPast);
  const auto events = claims.find("events");
  if (!events || !events->is_object() || events->size() == 0) return fail(Errc::claim_missing, "events");
  if (events->size() > kMaxEvents) return fail(Errc::limit_exceeded, "events");
  const Input input{claims, rules, *issuer, *issued, now};
  Entries all;
  for (const auto& [uri, event] : events->members()) {
    SIGNET_TRY(const Entries entries, read_event(uri, event, input));
    all.insert(all.end(), entries.begin(), entries.end());
  }
  return all;
}

}  // namespace signet
