// htm, htu and ath of a DPoP proof: RFC 9449 section 4.2.
#include "codec/uri.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kMethod{"RFC 9449 4.2", "htm is a method of HTTP"};
constexpr Rule kTarget{"RFC 9449 4.2", "htu is the http or https URL of a request, without query and fragment"};
constexpr Rule kTokenHash256{"RFC 9449 4.2", "ath is the base64url of a SHA-256 value: 43 characters"};

bool is_target(std::string_view text) noexcept {
  const auto uri = codec::parse_uri(text);
  return uri && is_web_url(text) && !uri->query && !uri->fragment;
}

}  // namespace

constexpr ClaimCheck kHtm = kCheckOf<is_string_of<is_http_token>, kMethod>;
constexpr ClaimCheck kHtu = kCheckOf<is_string_of<is_target>, kTarget>;
constexpr ClaimCheck kAth = kCheckOf<is_string_of<is_sha256_value>, kTokenHash256>;

}  // namespace signet::jwt
