// Strings: a view into the source, or, when there are escapes, decoded into the arena.
#include <algorithm>

#include "codec/json_reader.h"
#include "codec/json_scan.h"
#include "codec/utf8.h"

namespace signet::json {
namespace {

// What a one-letter escape stands for; 0 for none.
constexpr std::uint8_t escape_of(std::uint8_t letter) noexcept {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

constexpr int hex_digit(std::uint8_t byte) noexcept {
  if (is_digit(byte)) return byte - '0';
  const int letter = byte | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

constexpr bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}
constexpr bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

}  // namespace

// In a string that began at `quote`, at the first byte that is not plain.
bool Reader::read_other_string(std::uint32_t quote) {
  if (!skip_text()) return false;
  return *at_ == '"' ? add_plain_string(quote) : decode_escapes(quote);
}

// Up to the next quote or backslash.
bool Reader::skip_text() {
  for (;;) {
    at_ = skip_plain(at_, end_);
    if (at_ == end_) return malformed();
    if (*at_ == '"' || *at_ == '\\') return true;
    //= rfc8259#7 control characters MUST be escaped
    if (*at_ < 0x20) return malformed();
    //= rfc8259#8.1 text MUST be encoded using UTF-8
    const std::size_t size = std::min<std::size_t>(4, static_cast<std::size_t>(end_ - at_));
    const std::size_t length = codec::utf8_sequence(as_text({at_, size}));
    if (length == 0) return malformed();
    at_ += length;
  }
}

// At the first backslash of a string that began at `quote`.
bool Reader::decode_escapes(std::uint32_t quote) {
  const std::size_t text = tape_.arena.size();
  const std::uint8_t* run = begin_ + quote + 1;
  for (;;) {
    tape_.arena.insert(tape_.arena.end(), run, at_);
    if (*at_ == '"') break;
    if (!decode_escape()) return malformed();
    run = at_;
    if (!skip_text()) return false;
  }
  ++at_;
  Node& node = add(Kind::string, quote);
  node.escaped = true;
  node.text = static_cast<std::uint32_t>(text);
  node.size = static_cast<std::uint32_t>(tape_.arena.size() - text);
  return true;
}

// At a backslash.
bool Reader::decode_escape() {
  ++at_;
  if (at_ == end_) return false;
  const std::uint8_t letter = *at_++;
  if (letter == 'u') return decode_unicode_escape();
  const std::uint8_t byte = escape_of(letter);
  if (byte == 0) return false;
  tape_.arena.push_back(byte);
  return true;
}

bool Reader::decode_unicode_escape() {
  std::uint32_t code_point = 0;
  if (!read_hex4(code_point)) return false;
  //= rfc7493#2.1 strings MUST NOT hold surrogates that have no partner
  if (is_low_surrogate(code_point)) return false;
  if (is_high_surrogate(code_point)) {
    if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
    at_ += 2;
    std::uint32_t low = 0;
    if (!read_hex4(low) || !is_low_surrogate(low)) return false;
    code_point = 0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00);
  }
  char bytes[4];
  const std::size_t size = codec::encode_utf8(code_point, bytes);
  const ByteView view = as_bytes({bytes, size});
  tape_.arena.insert(tape_.arena.end(), view.begin(), view.end());
  return true;
}

bool Reader::read_hex4(std::uint32_t& unit) {
  if (end_ - at_ < 4) return false;
  unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(*at_++);
    if (digit < 0) return false;
    unit = unit << 4 | static_cast<std::uint32_t>(digit);
  }
  return true;
}

}  // namespace signet::json
