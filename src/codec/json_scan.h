// What the JSON reader asks of single bytes.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace signet::json {

constexpr bool is_space(std::uint8_t byte) noexcept {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}
constexpr bool is_digit(std::uint8_t byte) noexcept {
  return byte >= '0' && byte <= '9';
}
/// A character of a string that stands for itself and is ASCII.
constexpr bool is_plain(std::uint8_t byte) noexcept {
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

inline constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = is_plain(static_cast<std::uint8_t>(i));
  return table;
}();

/// High bits on in the bytes of `word` that are not plain. A byte above one that is not plain may be on wrongly.
constexpr std::uint64_t not_plain(std::uint64_t word) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t quote = word ^ (kOnes * '"');
  const std::uint64_t backslash = word ^ (kOnes * '\\');
  return (((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash) | (word - kOnes * 0x20) | word) &
         (kOnes * 0x80);
}

/// The first byte that is not plain, or `end`.
inline const std::uint8_t* skip_plain(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - at >= 8; at += 8) {
      std::uint64_t word;
      std::memcpy(&word, at, sizeof word);
      if (const std::uint64_t found = not_plain(word); found != 0) return at + std::countr_zero(found) / 8;
    }
  }
  while (at != end && kPlain[*at]) ++at;
  return at;
}

}  // namespace signet::json
