// Base64 (RFC 4648) over one of its two alphabets; padding is the caller's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "signet/bytes.h"

namespace signet::codec {

class Radix64 {
 public:
  explicit constexpr Radix64(std::string_view alphabet) noexcept : alphabet_(alphabet) {
    six_bits_.fill(kBad);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
      six_bits_[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }

  /// Decodes `text` to `out`, which has room for it; false when it is not canonical, and `out` is then partly written.
  bool decode(std::string_view text, std::uint8_t* out) const noexcept {
    const char* in = text.data();
    std::uint32_t seen = 0;  // every table entry, so that one test at the end finds a bad character anywhere
    for (std::size_t groups = text.size() / 4; groups != 0; --groups, in += 4, out += 3) {
      const std::uint32_t a = bits(in[0]), b = bits(in[1]), c = bits(in[2]), d = bits(in[3]);
      seen |= a | b | c | d;
      out[0] = octet(a << 2 | b >> 4);
      out[1] = octet(b << 4 | c >> 2);
      out[2] = octet(c << 6 | d);
    }
    const std::size_t rest = text.size() % 4;
    if (rest == 0) return (seen & kBad) == 0;
    if (rest == 1) return false;  // six bits are no octet
    const std::uint32_t a = bits(in[0]), b = bits(in[1]), c = rest == 3 ? bits(in[2]) : 0;
    seen |= a | b | c;
    out[0] = octet(a << 2 | b >> 4);
    if (rest == 3) out[1] = octet(b << 4 | c >> 2);
    //= rfc4648#3.5 unused bits are zero: a decoder may refuse others, and then a value has one spelling
    const std::uint32_t unused = rest == 3 ? c & 0x03 : b & 0x0f;
    return (seen & kBad) == 0 && unused == 0;
  }

  /// Calls `put` with each character.
  template <class Put>
  void encode(ByteView octets, Put put) const {
    const auto character = [&](std::uint32_t group, int shift) { put(alphabet_[group >> shift & 0x3f]); };
    std::size_t i = 0;
    for (; octets.size() - i >= 3; i += 3) {
      const std::uint32_t group = std::uint32_t{octets[i]} << 16 | std::uint32_t{octets[i + 1]} << 8 | octets[i + 2];
      character(group, 18);
      character(group, 12);
      character(group, 6);
      character(group, 0);
    }
    if (i == octets.size()) return;
    const bool two = octets.size() - i == 2;
    const std::uint32_t group = std::uint32_t{octets[i]} << 16 | (two ? std::uint32_t{octets[i + 1]} << 8 : 0);
    character(group, 18);
    character(group, 12);
    if (two) character(group, 6);
  }

 private:
  static constexpr std::uint8_t kBad = 0x80;  // no six bits have this one

  std::uint32_t bits(char c) const noexcept { return six_bits_[static_cast<unsigned char>(c)]; }
  static std::uint8_t octet(std::uint32_t bits) noexcept { return static_cast<std::uint8_t>(bits); }

  std::string_view alphabet_;
  std::array<std::uint8_t, 256> six_bits_{};
};

inline constexpr Radix64 kUrlSafe("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
inline constexpr Radix64 kStandard("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

}  // namespace signet::codec
