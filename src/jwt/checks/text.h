// The grammars that texts of several claims have.
#pragma once

#include <cstddef>
#include <string_view>

namespace signet::jwt {

/// A URI, absolute but for its fragment (RFC 3986 section 3).
bool is_uri(std::string_view text) noexcept;
/// A URI of scheme https that names a host.
bool is_https_url(std::string_view text) noexcept;
/// A URI of scheme http or https that names a host.
bool is_web_url(std::string_view text) noexcept;

/// A well-formed language tag (RFC 5646 section 2.1), whatever is registered.
bool is_language_tag(std::string_view text) noexcept;
/// The addr-spec of RFC 5322 section 3.4.1 without comments, folding and obsolete forms.
bool is_email(std::string_view text) noexcept;
/// "+" and up to 15 digits, the first not 0 (E.164), without separators.
bool is_e164(std::string_view text) noexcept;

/// A day of the Gregorian calendar, YYYY-MM-DD. In the year 0000, which is a leap year, February has 29 days.
bool is_date(std::string_view text) noexcept;
/// The date-time of RFC 3339 section 5.6.
bool is_date_time(std::string_view text) noexcept;

/// Canonical base64url without padding of `least` to `most` octets.
bool is_base64url(std::string_view text, std::size_t least, std::size_t most = static_cast<std::size_t>(-1)) noexcept;
/// The same of one octet or more.
bool is_octets(std::string_view text) noexcept;
/// The scope of RFC 6749 section 3.3: one or more words, a space between each two.
bool is_scope(std::string_view text) noexcept;
/// Such a SHA-256 value.
bool is_sha256_value(std::string_view text) noexcept;
/// Base64 with padding (RFC 4648 section 4), not empty.
bool is_base64(std::string_view text) noexcept;
/// The token of RFC 9110 section 5.6.2.
bool is_http_token(std::string_view text) noexcept;

/// JWS or JWE Compact Serialization, from the outside: three or five base64url segments of which the first is not
/// empty. A third segment that is empty is the signature of an unsecured JWT.
bool is_compact_jwt(std::string_view text) noexcept;
/// The same with exactly three or exactly five segments.
bool is_compact_jws(std::string_view text) noexcept;
bool is_compact_jwe(std::string_view text) noexcept;

/// An IPv4 or IPv6 address, or a prefix in CIDR notation; an IPv6 one may stand in brackets, as RFC 9246 prints it.
bool is_ip_prefix(std::string_view text) noexcept;

}  // namespace signet::jwt
