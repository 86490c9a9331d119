// Whom an event is about: RFC 9493, and the formats of the Shared Signals Framework 1.0 sections 3.3 and 3.5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "signet/json.h"
#include "signet/result.h"
#include "signet/revocation.h"
#include "signet/security_events.h"

namespace signet::keys {

/// The most identifiers of one principal that are looked at.
inline constexpr std::size_t kMaxAliases = 64;

/// What an event ends.
enum class EventReach : std::uint8_t {
  session,  ///< the session that the subject names, or all sessions of a user
  user,     ///< all that the user has
};

/// What the subject of an event is in tokens.
struct EventTarget {
  RevokedKind kind;         ///< jti, sid or sub
  std::string_view issuer;  ///< of the tokens
  std::string_view value;
};

/// Targets of the subject, at least one. `issuer` is that of the SET. Errors: event_unsupported(FORMAT), of a complex
/// subject without session and user event_unsupported(complex); claim_rule(sub_id), claim_mismatch(sub_id),
/// limit_exceeded(identifiers).
Result<std::vector<EventTarget>> read_event_subject(const json::Value& subject, EventReach reach,
                                                    std::string_view issuer, const SecurityEventRules& rules);

}  // namespace signet::keys
