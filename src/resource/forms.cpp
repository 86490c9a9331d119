#include "resource/forms.h"

#include <algorithm>

#include "codec/ascii.h"
#include "resource/challenge.h"

namespace signet::resource {

bool is_url(std::string_view text) noexcept {
  constexpr std::string_view kHttps = "https://";
  constexpr std::string_view kLocal[] = {"http://localhost", "http://127.0.0.1", "http://[::1]"};
  const auto is_local = [&](std::string_view local) {
    const std::string_view rest = text.substr(std::min(local.size(), text.size()));
    return text.starts_with(local) && (rest.empty() || rest.front() == ':' || rest.front() == '/');
  };
  const bool has_host = text.starts_with(kHttps) && text.size() > kHttps.size() && text[kHttps.size()] != '/';
  return (has_host || std::ranges::any_of(kLocal, is_local)) && is_quotable(text) && !text.contains(' ');
}

bool is_origin(std::string_view text) noexcept {
  if (!is_url(text)) return false;
  const std::string_view authority = text.substr(text.find("://") + 3);
  return authority.find_first_of("/?#@") == std::string_view::npos && !authority.ends_with(":443") &&
         std::ranges::none_of(text, codec::is_upper);
}

bool is_cookie_name(std::string_view text) noexcept {
  constexpr std::string_view kPrefix = "__Host-";
  const auto is_token = [](char c) { return codec::is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  return text.starts_with(kPrefix) && text.size() > kPrefix.size() && codec::all(text, is_token);
}

bool is_word(std::string_view text) noexcept {
  return !text.empty() && is_quotable(text) && !text.contains(' ');
}

}  // namespace signet::resource
