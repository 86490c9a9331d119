// Security Event Tokens: RFC 8417.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kSomeEvent{"RFC 8417 2", "events has at least one member"};
constexpr Rule kEventUri{"RFC 8417 2.2", "the name of an event is a URI"};
constexpr Rule kEventObject{"RFC 8417 2.2", "an event is an object, which may be empty"};
constexpr Rule kEventsRules[] = {kSomeEvent, kEventUri, kEventObject};

//= rfc8417#2.2 no event identifier occurs twice: the parser takes no object with a duplicate name
Breach check_events(const json::Value& events) noexcept {
  SIGNET_HOLDS(must(events.size() != 0, kSomeEvent));
  for (const auto& [name, event] : events.members()) {
    SIGNET_HOLDS(must(is_uri(name), kEventUri));
    SIGNET_HOLDS(must(event.is_object(), kEventObject));
  }
  return kHolds;
}

}  // namespace

constexpr ClaimCheck kEvents{check_events, kEventsRules};

}  // namespace signet::jwt
