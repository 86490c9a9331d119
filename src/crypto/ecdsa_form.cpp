#include "crypto/ecdsa_form.h"

#include <algorithm>
#include <cassert>
#include <optional>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOneLengthOctet = 0x81;
constexpr std::uint8_t kHighBit = 0x80;

bool in_range(ByteView number, ByteView order) noexcept {
  const bool zero = std::all_of(number.begin(), number.end(), [](std::uint8_t octet) { return octet == 0; });
  return !zero && std::lexicographical_compare(number.begin(), number.end(), order.begin(), order.end());
}

ByteView without_leading_zeros(ByteView number) noexcept {
  while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
  return number;
}

// X.690 section 8.3: the fewest octets, of which the first has the sign.
std::size_t content_octets(ByteView minimal) noexcept {
  return minimal.size() + (minimal[0] >= kHighBit ? 1 : 0);
}

std::uint8_t* write_integer(std::uint8_t* out, ByteView minimal) noexcept {
  *out++ = kInteger;
  *out++ = static_cast<std::uint8_t>(content_octets(minimal));
  if (minimal[0] >= kHighBit) *out++ = 0;
  return std::copy(minimal.begin(), minimal.end(), out);
}

/// Takes a header of this tag and its content off the front of `der`.
std::optional<ByteView> take(ByteView& der, std::uint8_t tag) noexcept {
  if (der.size() < 2 || der[0] != tag) return std::nullopt;
  std::size_t header = 2;
  std::size_t size = der[1];
  if (size == kOneLengthOctet) {
    if (der.size() < 3 || der[2] < kHighBit) return std::nullopt;
    header = 3;
    size = der[2];
  } else if (size >= kHighBit) {
    return std::nullopt;
  }
  if (der.size() - header < size) return std::nullopt;
  const ByteView content = der.subspan(header, size);
  der = der.subspan(header + size);
  return content;
}

bool read_integer(ByteView& der, std::span<std::uint8_t> out) noexcept {
  const auto content = take(der, kInteger);
  if (!content || content->empty() || content->front() >= kHighBit) return false;
  const ByteView minimal = without_leading_zeros(*content);
  if (content_octets(minimal) != content->size() || minimal.size() > out.size()) return false;
  const auto padding = static_cast<std::ptrdiff_t>(out.size() - minimal.size());
  std::fill_n(out.begin(), padding, std::uint8_t{0});
  std::copy(minimal.begin(), minimal.end(), out.begin() + padding);
  return true;
}

}  // namespace

bool ecdsa_numbers_in_range(ByteView raw, ByteView order) noexcept {
  return raw.size() == 2 * order.size() && in_range(raw.first(order.size()), order) &&
         in_range(raw.subspan(order.size()), order);
}

ByteView ecdsa_der_from_raw(ByteView raw, std::span<std::uint8_t, kMaxEcdsaDer> out) noexcept {
  assert(!raw.empty() && raw.size() % 2 == 0 && raw.size() <= 2 * kMaxEcdsaNumber);
  const ByteView r = without_leading_zeros(raw.first(raw.size() / 2));
  const ByteView s = without_leading_zeros(raw.subspan(raw.size() / 2));
  const std::size_t size = 2 + content_octets(r) + 2 + content_octets(s);
  std::uint8_t* next = out.data();
  *next++ = kSequence;
  if (size >= kHighBit) *next++ = kOneLengthOctet;
  *next++ = static_cast<std::uint8_t>(size);
  next = write_integer(next, r);
  next = write_integer(next, s);
  return out.first(static_cast<std::size_t>(next - out.data()));
}

bool ecdsa_raw_from_der(ByteView der, std::span<std::uint8_t> raw) noexcept {
  auto numbers = take(der, kSequence);
  if (!numbers || !der.empty()) return false;
  const std::size_t half = raw.size() / 2;
  return read_integer(*numbers, raw.first(half)) && read_integer(*numbers, raw.subspan(half)) && numbers->empty();
}

}  // namespace signet::crypto
