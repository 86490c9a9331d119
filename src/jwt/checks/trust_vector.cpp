// Vectors of trust: RFC 8485.
#include <bitset>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kComponents{
    "RFC 8485 3.1", "vot is components with dots between them, each a capital letter and a small one or a digit"};
constexpr Rule kOnce{"RFC 8485 3.1", "a component does not occur twice with the same value"};
constexpr Rule kVotRules[] = {kComponents, kOnce};

constexpr std::size_t kValues = 36;
constexpr std::size_t place_of(char demarcator, char value) noexcept {
  const auto place = static_cast<std::size_t>(codec::is_digit(value) ? value - '0' : value - 'a' + 10);
  return static_cast<std::size_t>(demarcator - 'A') * kValues + place;
}

Breach check_vot(const json::Value& vot) noexcept {
  std::bitset<26 * kValues> seen;
  const std::string_view text = *vot.string();
  for (std::size_t i = 0; i <= text.size(); i += 3) {
    const std::string_view component = text.substr(i, 3);
    const bool ends = i + 2 == text.size() || component.ends_with('.');
    const bool holds = component.size() >= 2 && codec::is_upper(component[0]) &&
                       (codec::is_lower(component[1]) || codec::is_digit(component[1])) && ends;
    SIGNET_HOLDS(must(holds, kComponents));
    const std::size_t place = place_of(component[0], component[1]);
    SIGNET_HOLDS(must(!seen[place], kOnce));
    seen.set(place);
  }
  return kHolds;
}

constexpr Rule kTrustmark{"RFC 8485 5", "vtm is an https URL: the trustmark that explains the vector"};

}  // namespace

constexpr ClaimCheck kVot{check_vot, kVotRules};
constexpr ClaimCheck kVtm = kCheckOf<is_string_of<is_https_url>, kTrustmark>;

}  // namespace signet::jwt
