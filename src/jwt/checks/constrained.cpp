// Authorization for constrained environments: RFC 9200 section 5.10.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kProfileName{"RFC 9200 5.8.4.3", "ace_profile is the name of a profile"};
constexpr Rule kNonceOctets{"RFC 9200 5.10", "cnonce is octets as base64url"};
constexpr Rule kLifetime{"RFC 9200 5.10.3", "exi is a number of seconds that is not negative"};

bool is_not_negative(const json::Value& value) noexcept {
  const std::string_view text = value.number_text().value_or("-");
  return !text.starts_with('-');
}

}  // namespace

constexpr ClaimCheck kAceProfile = kCheckOf<is_text, kProfileName>;
constexpr ClaimCheck kCnonce = kCheckOf<is_string_of<is_octets>, kNonceOctets>;
constexpr ClaimCheck kExi = kCheckOf<is_not_negative, kLifetime>;

}  // namespace signet::jwt
