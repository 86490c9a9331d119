#include "jwt/checks/extended_regex.h"

#include <charconv>
#include <optional>

#include "codec/ascii.h"

namespace signet::jwt {
namespace {

/// What stands behind a bracket expression that begins at the front, or nothing when it has no end. A backslash is
/// itself there, and so is a "]" that comes first.
std::optional<std::string_view> skip_bracket(std::string_view text) noexcept {
  text.remove_prefix(text.starts_with("[^") ? 2 : 1);
  if (text.starts_with(']')) text.remove_prefix(1);
  while (!text.starts_with(']')) {
    if (text.empty()) return std::nullopt;
    // [:alpha:], [=a=] and [.ch.]
    if (text.starts_with("[:") || text.starts_with("[=") || text.starts_with("[.")) {
      const char ends[] = {text[1], ']'};
      const std::size_t end = text.find(std::string_view(ends, 2), 2);
      if (end == std::string_view::npos) return std::nullopt;
      text.remove_prefix(end + 1);
    }
    text.remove_prefix(1);
  }
  return text.substr(1);
}

std::optional<unsigned> take_number(std::string_view& text) noexcept {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// The same for an interval: {m}, {m,} or {m,n}.
std::optional<std::string_view> skip_interval(std::string_view text) noexcept {
  text.remove_prefix(1);
  const auto least = take_number(text);
  if (!least) return std::nullopt;
  if (text.starts_with(',')) {
    text.remove_prefix(1);
    if (!text.starts_with('}')) {
      const auto most = take_number(text);
      if (!most || *most < *least) return std::nullopt;
    }
  }
  return text.starts_with('}') ? std::optional(text.substr(1)) : std::nullopt;
}

bool begins_interval(std::string_view text) noexcept {
  return text.size() > 1 && text[0] == '{' && codec::is_digit(text[1]);
}

}  // namespace

bool is_extended_regex(std::string_view text) noexcept {
  std::size_t depth = 0;
  while (!text.empty()) {
    if (text[0] == '[' || begins_interval(text)) {
      const auto rest = text[0] == '[' ? skip_bracket(text) : skip_interval(text);
      if (!rest) return false;
      text = *rest;
      continue;
    }
    if (text[0] == '\\' && text.size() == 1) return false;
    if (text[0] == '(') ++depth;
    if (text[0] == ')' && depth != 0) --depth;  // without an opening one it is itself
    text.remove_prefix(text[0] == '\\' ? 2 : 1);
  }
  return depth == 0;
}

}  // namespace signet::jwt
