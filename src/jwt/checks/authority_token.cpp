// What a Token Authority grants to an ACME client: RFC 9447.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kThreeElements{"RFC 9447 4", "atc has tktype, tkvalue and fingerprint"};
constexpr Rule kElementTexts{"RFC 9447 4", "tktype, tkvalue and fingerprint are strings, none of them empty"};
constexpr Rule kFlag{"RFC 9447 4", "ca is true or false"};
constexpr Rule kAtcRules[] = {kThreeElements, kElementTexts, kFlag};

constexpr MemberType kTexts[] = {{"tktype", is_text}, {"tkvalue", is_text}, {"fingerprint", is_text}};
constexpr MemberType kFlags[] = {{"ca", is_boolean}};

// How tkvalue and fingerprint look is for the specification of each tktype to say.
Breach check_atc(const json::Value& atc) noexcept {
  SIGNET_HOLDS(must(has_members(atc, {"tktype", "tkvalue", "fingerprint"}), kThreeElements));
  SIGNET_HOLDS(check_members(atc, kTexts, kElementTexts));
  return check_members(atc, kFlags, kFlag);
}

}  // namespace

constexpr ClaimCheck kAtc{check_atc, kAtcRules};

}  // namespace signet::jwt
