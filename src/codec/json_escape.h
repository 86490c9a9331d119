// Strings as the writers of JSON put them down: the shortest escapes, and only where RFC 8259 asks for one.
#pragma once

#include <string>
#include <string_view>

#include "codec/json_scan.h"
#include "signet/bytes.h"

namespace signet::json {

inline void append(std::string& out, std::string_view text) {
  out += text;
}
inline void append(WipedBytes& out, std::string_view text) {
  const ByteView bytes = as_bytes(text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

/// The escape of a quote, backslash or control character; `buffer` may hold it.
inline std::string_view escape(char c, char (&buffer)[6]) noexcept {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  buffer[0] = '\\';
  buffer[1] = 'u';
  buffer[2] = buffer[3] = '0';
  buffer[4] = kDigits[byte >> 4];
  buffer[5] = kDigits[byte & 15];
  return {buffer, 6};
}

/// Appends `utf8` in quotes.
template <class Out>
void append_string(Out& out, std::string_view utf8) {
  append(out, "\"");
  std::size_t run = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (is_plain(byte) || byte >= 0x80) continue;
    char buffer[6];
    append(out, utf8.substr(run, i - run));
    append(out, escape(utf8[i], buffer));
    run = i + 1;
  }
  append(out, utf8.substr(run));
  append(out, "\"");
}

}  // namespace signet::json
