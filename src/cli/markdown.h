// Pages of docs/reference that the program prints.
#pragma once

#include <string>
#include <string_view>

namespace signet::cli {

/// Text of a table's cell: a bar would end it, and what looks like HTML would be taken for it.
inline std::string cell(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '|') out += '\\';
    out += c == '<' ? std::string("&lt;") : std::string{c};
  }
  return out;
}

}  // namespace signet::cli
