// Content-Type: RFC 9110 section 8.3.1.
#pragma once

#include <string_view>

#include "codec/ascii.h"

namespace signet::keys {

/// Whether a field's value names this media type, with parameters or without. `type` is in lower case.
inline bool is_media_type(std::string_view field, std::string_view type) noexcept {
  field = field.substr(0, field.find(';'));
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!field.empty() && is_space(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_space(field.back())) field.remove_suffix(1);
  //= rfc9110#8.3.1 type and subtype do not differ by case
  return codec::equal_ignoring_case(field, type);
}

}  // namespace signet::keys
