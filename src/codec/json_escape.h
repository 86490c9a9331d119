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
  constexpr std::size_t kFirst = 512;  // enough for most headers and keys: each growth wipes what was there before
  if (out.capacity() == 0) out.reserve(kFirst);
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
  const std::uint8_t* run = as_bytes(utf8).data();
  const std::uint8_t* const end = run + utf8.size();
  for (const std::uint8_t* at = skip_plain(run, end); at != end; at = skip_plain(at, end)) {
    if (*at++ >= 0x80) continue;
    char buffer[6];
    append(out, as_text({run, at - 1}));
    append(out, escape(static_cast<char>(at[-1]), buffer));
    run = at;
  }
  append(out, as_text({run, end}));
  append(out, "\"");
}

}  // namespace signet::json
