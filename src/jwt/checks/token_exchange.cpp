// act, scope, client_id and may_act: RFC 8693 section 4; at_use_nbr of ETSI GS NFV-SEC 022.
#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kActRules[] = {
    {"RFC 8693 4.1", "act, and each act in it, is an object with claims that identify an actor"},
    {"RFC 8693 4.1", "iss and sub of an actor are strings"},
};
constexpr Rule kMayActRules[] = {
    {"RFC 8693 4.4", "may_act is an object with claims that identify an actor"},
    {"RFC 8693 4.4", "iss and sub of an actor that may act are strings"},
};
constexpr Rule kScopeWords{"RFC 6749 3.3", "scope is one or more words with one space between each two"};
constexpr Rule kClientCharacters{"RFC 6749 A.1", "client_id has printable characters of ASCII"};
constexpr Rule kUses{"ETSI GS NFV-SEC 022", "at_use_nbr is a number of uses, one or more"};

constexpr MemberType kActorMembers[] = {{"iss", is_string}, {"sub", is_string}};

/// The depth of a JSON text bounds the chain.
Breach check_act(const json::Value& outermost) noexcept {
  for (std::optional<json::Value> actor = outermost; actor; actor = actor->find("act")) {
    SIGNET_HOLDS(must(actor->is_object() && actor->size() > 0, kActRules[0]));
    SIGNET_HOLDS(check_members(*actor, kActorMembers, kActRules[1]));
  }
  return kHolds;
}

Breach check_may_act(const json::Value& actor) noexcept {
  SIGNET_HOLDS(must(actor.size() > 0, kMayActRules[0]));
  return check_members(actor, kActorMembers, kMayActRules[1]);
}

bool is_client_id(std::string_view text) noexcept {
  return std::ranges::all_of(text, codec::is_vschar);
}

bool is_positive(const json::Value& value) noexcept {
  return is_unsigned(value) && value.number_text() != "0";
}

}  // namespace

constexpr ClaimCheck kAct{check_act, kActRules};
constexpr ClaimCheck kMayAct{check_may_act, kMayActRules};
constexpr ClaimCheck kScope = kCheckOf<is_string_of<is_scope>, kScopeWords>;
constexpr ClaimCheck kClientId = kCheckOf<is_string_of<is_client_id>, kClientCharacters>;
constexpr ClaimCheck kAtUseNbr = kCheckOf<is_positive, kUses>;

}  // namespace signet::jwt
