// URI syntax: RFC 3986.
#pragma once

#include <optional>
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

}  // namespace signet::codec
