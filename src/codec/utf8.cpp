#include "codec/utf8.h"

#include <algorithm>
#include <array>

namespace signet::codec {
namespace {

constexpr bool is_continuation(unsigned char byte) {
  return (byte & 0xc0) == 0x80;
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// What changes how the text around it looks, or cannot be seen: controls, format characters that reorder or hide,
// separators that break lines, tags, and invisible fillers. In order.
constexpr std::array<Range, 19> kUnsafe = {{{0x00, 0x1f},
                                            {0x7f, 0x9f},
                                            {0xad, 0xad},
                                            {0x34f, 0x34f},
                                            {0x61c, 0x61c},
                                            {0x115f, 0x1160},
                                            {0x17b4, 0x17b5},
                                            {0x180b, 0x180f},
                                            {0x200b, 0x200f},
                                            {0x2028, 0x202e},
                                            {0x2060, 0x206f},
                                            {0x3164, 0x3164},
                                            {0xfe00, 0xfe0f},
                                            {0xfeff, 0xfeff},
                                            {0xffa0, 0xffa0},
                                            {0xfff9, 0xfffb},
                                            {0x1bca0, 0x1bca3},
                                            {0x1d173, 0x1d17a},
                                            {0xe0000, 0xe0fff}}};

bool is_safe(std::uint32_t code_point) noexcept {
  const auto* range = std::ranges::lower_bound(kUnsafe, code_point, {}, &Range::last);
  return range == kUnsafe.end() || code_point < range->first;
}

void append_hex(std::string& out, std::uint32_t number, int digits) {
  while (digits < 6 && (number >> (4 * digits)) != 0) ++digits;
  for (int i = digits - 1; i >= 0; --i) out += "0123456789abcdef"[(number >> (4 * i)) & 15];
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (text.size() < 2 || !is_continuation(byte(1))) return 0;
  //= rfc3629#4 the ABNF: which second byte may follow which first one
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (text.size() < 3 || !is_continuation(byte(2))) return 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (lead == 0xe0 && byte(1) < 0xa0) return 0;  // overlong
    if (lead == 0xed && byte(1) > 0x9f) return 0;  // a surrogate
    return 3;
  }
  if (text.size() < 4 || !is_continuation(byte(3))) return 0;
  if (lead < 0xf0 || lead > 0xf4) return 0;
  if (lead == 0xf0 && byte(1) < 0x90) return 0;  // overlong
  if (lead == 0xf4 && byte(1) > 0x8f) return 0;  // above U+10FFFF
  return 4;
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto* const other = std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    text.remove_prefix(static_cast<std::size_t>(other - text.begin()));
    if (text.empty()) return true;
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::uint32_t utf8_code_point(std::string_view sequence) noexcept {
  constexpr std::uint32_t kLeadBits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  std::uint32_t code_point = static_cast<unsigned char>(sequence[0]) & kLeadBits[sequence.size()];
  for (const char c : sequence.substr(1)) code_point = code_point << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  return code_point;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
  char bytes[4];
  out.append(bytes, encode_utf8(code_point, bytes));
}

std::size_t encode_utf8(std::uint32_t code_point, char* out) noexcept {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code_point >> shift) & 0x3f)); };
  if (code_point < 0x80) {
    out[0] = static_cast<char>(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    out[0] = static_cast<char>(0xc0 | (code_point >> 6));
    out[1] = tail(0);
    return 2;
  }
  if (code_point < 0x10000) {
    out[0] = static_cast<char>(0xe0 | (code_point >> 12));
    out[1] = tail(6);
    out[2] = tail(0);
    return 3;
  }
  out[0] = static_cast<char>(0xf0 | (code_point >> 18));
  out[1] = tail(12);
  out[2] = tail(6);
  out[3] = tail(0);
  return 4;
}

std::string escape_for_terminal(std::string_view text, bool keep_newlines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) {
      out += "\\x";
      append_hex(out, static_cast<unsigned char>(text[0]), 2);
      text.remove_prefix(1);
      continue;
    }
    const std::string_view sequence = text.substr(0, length);
    const std::uint32_t code_point = utf8_code_point(sequence);
    text.remove_prefix(length);
    if (is_safe(code_point) || (keep_newlines && code_point == '\n')) {
      out += sequence;
      continue;
    }
    out += "\\u{";
    append_hex(out, code_point, 4);
    out += '}';
  }
  return out;
}

}  // namespace signet::codec
