// The token that a request presents: RFC 6750 section 2, RFC 9449 section 7.1.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "signet/resource.h"

namespace signet::resource {

enum class Scheme : std::uint8_t { bearer, dpop };

struct Credentials {
  std::string_view token;
  Scheme scheme = Scheme::bearer;
  bool from_cookie = false;
};

/// No token is longer.
inline constexpr std::size_t kMaxCredential = jwt::kMaxSize;

/// The scheme that Authorization names, however it goes on.
Scheme offered_scheme(const Request& request);

/// What the request presents, if anything; a cookie counts where `cookie` is not null and there is no Authorization.
/// Errors: malformed_request(Authorization|Cookie|access_token).
Result<std::optional<Credentials>> find_credentials(const Request& request, const CookieRules* cookie);

/// A cookie is sent whoever made the browser ask. It counts for safe methods, and where the browser says that the page
/// is one of ours. Errors: cross_site(Origin).
Result<> check_origin(const Request& request, const CookieRules& cookie);

/// The values of all fields of this name.
std::vector<std::string_view> values_of(const Request& request, std::string_view name);

}  // namespace signet::resource
