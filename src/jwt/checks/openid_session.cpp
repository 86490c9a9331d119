// The session of a user at a provider: OpenID Connect Front-Channel Logout 1.0.
#include <algorithm>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kPrintable{"OpenID Connect Front-Channel Logout 1.0 3",
                          "sid is of printable characters of ASCII, as the identifier of a client is"};
bool is_printable(std::string_view text) noexcept {
  return std::ranges::all_of(text, codec::is_vschar);
}

}  // namespace

constexpr ClaimCheck kSid = kCheckOf<is_string_of<is_printable>, kPrintable>;

}  // namespace signet::jwt
