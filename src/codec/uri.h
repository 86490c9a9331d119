// URI syntax: RFC 3986.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signet::codec {

/// The parts of a URI, as they stand in the text that was parsed; they live as long as it. Nothing is decoded and
/// nothing is normalised.
struct Uri {
  std::string_view scheme;                    ///< never empty
  std::optional<std::string_view> authority;  ///< [userinfo "@"] host [":" port]
  std::optional<std::string_view> userinfo;
  std::string_view host;  ///< with its brackets, if it is an IP literal
  std::optional<std::string_view> port;
  std::string_view path;
  std::optional<std::string_view> query;
  std::optional<std::string_view> fragment;
};

/// Nothing when the text is not a URI in the grammar of RFC 3986 section 3 (a relative reference is none). What is
/// between the brackets of an IP literal is only looked at for its characters.
std::optional<Uri> parse_uri(std::string_view text) noexcept;

/// Whether the schemes are the same, which do not differ by case (RFC 3986 section 3.1). `lower` is in lower case.
bool has_scheme(const Uri& uri, std::string_view lower) noexcept;

/// Unreserved characters (RFC 3986 section 2.3), which mean the same percent-encoded.
bool is_unreserved(char c) noexcept;

/// The one form that equivalent http and https URIs share, without query and fragment: syntax-based and scheme-based
/// normalisation (RFC 3986 sections 6.2.2 and 6.2.3), so scheme and host in lower case, unreserved characters as they
/// are, other octets with upper-case digits, no dot segments, no default or empty port, and "/" for an empty path.
/// Nothing for what is no URI, has another scheme, no host (RFC 9110 section 4.2.1) or a user name (section 4.2.4).
std::optional<std::string> normal_http_target(std::string_view uri);

}  // namespace signet::codec
