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
    for (auto& place : places_) place.fill(kBad);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      for (std::size_t place = 0; place < places_.size(); ++place)
        places_[place][static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint32_t>(i) << (18 - 6 * place);
    }
  }

  /// Whether every character is of the alphabet.
  bool holds(std::string_view text) const noexcept {
    std::uint32_t seen = 0;
    const std::size_t groups = text.size() / 4 * 4;
    for (std::size_t i = 0; i < groups; i += 4) {
      seen |= at(3, text[i]) | at(3, text[i + 1]) | at(3, text[i + 2]) | at(3, text[i + 3]);
    }
    for (const char c : text.substr(groups)) seen |= at(3, c);
    return (seen & kBad) == 0;
  }

  /// Whether decode() would take `text`.
  bool is_canonical(std::string_view text) const noexcept {
    const std::size_t rest = text.size() % 4;
    std::uint8_t last[2] = {};
    return holds(text) && decode(text.substr(text.size() - rest), last);
  }

  /// Decodes `text` to `out`, which has room for it; false when it is not canonical, and `out` is then partly written.
  bool decode(std::string_view text, std::uint8_t* out) const noexcept {
    const char* in = text.data();
    std::uint32_t seen = 0;  // every table entry, so that one test at the end finds a bad character anywhere
    for (std::size_t groups = text.size() / 4; groups != 0; --groups, in += 4, out += 3) {
      const std::uint32_t group = at(0, in[0]) | at(1, in[1]) | at(2, in[2]) | at(3, in[3]);
      seen |= group;
      out[0] = octet(group >> 16);
      out[1] = octet(group >> 8);
      out[2] = octet(group);
    }
    const std::size_t rest = text.size() % 4;
    if (rest == 0) return (seen & kBad) == 0;
    if (rest == 1) return false;  // six bits are no octet
    const std::uint32_t group = at(0, in[0]) | at(1, in[1]) | (rest == 3 ? at(2, in[2]) : 0);
    seen |= group;
    out[0] = octet(group >> 16);
    if (rest == 3) out[1] = octet(group >> 8);
    //= rfc4648#3.5 unused bits are zero: a decoder may refuse others, and then a value has one spelling
    const std::uint32_t unused = group & (rest == 3 ? 0xff : 0xffff);
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
  static constexpr std::uint32_t kBad = std::uint32_t{1} << 31;  // no group of 24 bits has this one

  /// The six bits of `c` where they belong when it stands at `place` of a group of four.
  std::uint32_t at(std::size_t place, char c) const noexcept { return places_[place][static_cast<unsigned char>(c)]; }
  static std::uint8_t octet(std::uint32_t bits) noexcept { return static_cast<std::uint8_t>(bits); }

  std::string_view alphabet_;
  std::array<std::array<std::uint32_t, 256>, 4> places_{};
};

inline constexpr Radix64 kUrlSafe("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
inline constexpr Radix64 kStandard("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

}  // namespace signet::codec
