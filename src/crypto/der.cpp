#include "crypto/der.h"

namespace signet::crypto::der {
namespace {

constexpr std::uint8_t kLongForm = 0x80;
constexpr std::size_t kMaxLengthOctets = 3;  // 16 MiB, far beyond every text that is read

void append_length(WipedBytes& out, std::size_t length) {
  if (length < kLongForm) {
    out.push_back(static_cast<std::uint8_t>(length));
    return;
  }
  std::uint8_t count = 1;
  while (length >> (8 * count) != 0) ++count;
  out.push_back(static_cast<std::uint8_t>(kLongForm | count));
  for (; count > 0; --count) out.push_back(static_cast<std::uint8_t>(length >> (8 * (count - 1))));
}

}  // namespace

std::optional<ByteView> Reader::read(Tag tag) noexcept {
  if (!next_is(tag) || rest_.size() < 2) return std::nullopt;
  std::size_t length = rest_[1], header = 2;
  if (length >= kLongForm) {
    const std::size_t count = length - kLongForm;
    if (count == 0 || count > kMaxLengthOctets || rest_.size() < header + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | rest_[header + i];
    // X.690 section 10.1: the shortest form.
    if (length < kLongForm || length >> (8 * (count - 1)) == 0) return std::nullopt;
    header += count;
  }
  if (length > rest_.size() - header) return std::nullopt;
  const ByteView contents = rest_.subspan(header, length);
  rest_ = rest_.subspan(header + length);
  return contents;
}

std::optional<ByteView> Reader::read_number() noexcept {
  const auto contents = read(Tag::integer);
  if (!contents || contents->empty() || contents->front() >= 0x80) return std::nullopt;
  if (contents->front() != 0) return contents;
  // X.690 section 8.3.2: a leading zero octet stands only before a set bit.
  if (contents->size() > 1 && (*contents)[1] < 0x80) return std::nullopt;
  return contents->subspan(1);
}

std::optional<ByteView> Reader::read_bits() noexcept {
  const auto contents = read(Tag::bit_string);
  if (!contents || contents->empty() || contents->front() != 0) return std::nullopt;
  return contents->subspan(1);
}

void append(WipedBytes& out, Tag tag, ByteView contents) {
  out.push_back(static_cast<std::uint8_t>(tag));
  append_length(out, contents.size());
  out.insert(out.end(), contents.begin(), contents.end());
}

void append_number(WipedBytes& out, ByteView big_endian) {
  WipedBytes contents;
  contents.reserve(big_endian.size() + 1);
  if (big_endian.empty() || big_endian.front() >= 0x80) contents.push_back(0);
  contents.insert(contents.end(), big_endian.begin(), big_endian.end());
  append(out, Tag::integer, contents);
}

void append_bits(WipedBytes& out, ByteView octets) {
  WipedBytes contents;
  contents.reserve(octets.size() + 1);
  contents.push_back(0);
  contents.insert(contents.end(), octets.begin(), octets.end());
  append(out, Tag::bit_string, contents);
}

}  // namespace signet::crypto::der
