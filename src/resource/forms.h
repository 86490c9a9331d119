// Which forms the texts of a guard's rules have.
#pragma once

#include <string_view>

namespace signet::resource {

/// An https URL, or http to this machine, which is for development; it may stand in quotes as it is.
bool is_url(std::string_view text) noexcept;

/// "https://app.example:8443": as browsers write it.
bool is_origin(std::string_view text) noexcept;

/// The name of a cookie that no other host can have set: __Host-NAME (RFC 6265bis section 4.1.3.2).
bool is_cookie_name(std::string_view text) noexcept;

/// A word of a challenge, such as a scope: no space, and nothing that has to be escaped.
bool is_word(std::string_view text) noexcept;

}  // namespace signet::resource
