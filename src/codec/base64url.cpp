#include "signet/base64url.h"

#include <array>

namespace signet::base64url {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kBad = 0x80;  // no six bits have this one

constexpr std::array<std::uint8_t, 256> kSixBits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(kBad);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

std::uint32_t six_bits(char c) noexcept {
  return kSixBits[static_cast<unsigned char>(c)];
}
std::uint8_t octet(std::uint32_t bits) noexcept {
  return static_cast<std::uint8_t>(bits);
}

// Decodes `text` to `out`, which has room for it; false when it is not canonical.
bool decode_exact(std::string_view text, std::uint8_t* out) noexcept {
  const char* in = text.data();
  std::uint32_t seen = 0;  // every table entry, so that one test at the end finds a bad character anywhere
  for (std::size_t groups = text.size() / 4; groups != 0; --groups, in += 4, out += 3) {
    const std::uint32_t a = six_bits(in[0]);
    const std::uint32_t b = six_bits(in[1]);
    const std::uint32_t c = six_bits(in[2]);
    const std::uint32_t d = six_bits(in[3]);
    seen |= a | b | c | d;
    out[0] = octet(a << 2 | b >> 4);
    out[1] = octet(b << 4 | c >> 2);
    out[2] = octet(c << 6 | d);
  }
  std::uint32_t unused = 0;
  switch (text.size() % 4) {
    case 0:
      break;
    case 1:
      return false;  // six bits are no octet
    case 2: {
      const std::uint32_t a = six_bits(in[0]);
      const std::uint32_t b = six_bits(in[1]);
      seen |= a | b;
      out[0] = octet(a << 2 | b >> 4);
      unused = b & 0x0f;
      break;
    }
    default: {
      const std::uint32_t a = six_bits(in[0]);
      const std::uint32_t b = six_bits(in[1]);
      const std::uint32_t c = six_bits(in[2]);
      seen |= a | b | c;
      out[0] = octet(a << 2 | b >> 4);
      out[1] = octet(b << 4 | c >> 2);
      unused = c & 0x03;
      break;
    }
  }
  //= rfc4648#3.5 pad bits MUST be zero, and a decoder may refuse others; JOSE has one spelling of each value
  return (seen & kBad) == 0 && unused == 0;
}

template <class Container>
Result<Container> decode_to(std::string_view text, std::size_t max_octets) {
  const std::size_t size = decoded_size(text.size());
  if (size > max_octets) return fail(Errc::limit_exceeded, "bytes");
  Container octets(size);
  if (!decode_exact(text, octets.data())) return fail(Errc::malformed_base64url);
  return octets;
}

}  // namespace

std::string encode(ByteView octets) {
  std::string out;
  append(out, octets);
  return out;
}

void append(std::string& out, ByteView octets) {
  std::size_t at = out.size();
  out.resize(at + encoded_size(octets.size()));
  const auto put = [&](std::uint32_t bits) { out[at++] = kAlphabet[bits & 0x3f]; };
  std::size_t i = 0;
  for (; octets.size() - i >= 3; i += 3) {
    const std::uint32_t group = std::uint32_t{octets[i]} << 16 | std::uint32_t{octets[i + 1]} << 8 | octets[i + 2];
    put(group >> 18);
    put(group >> 12);
    put(group >> 6);
    put(group);
  }
  if (i == octets.size()) return;
  const bool two = octets.size() - i == 2;
  const std::uint32_t group = std::uint32_t{octets[i]} << 16 | (two ? std::uint32_t{octets[i + 1]} << 8 : 0);
  put(group >> 18);
  put(group >> 12);
  if (two) put(group >> 6);
}

Result<Bytes> decode(std::string_view text, std::size_t max_octets) {
  return decode_to<Bytes>(text, max_octets);
}

Result<Secret> decode_secret(std::string_view text, std::size_t max_octets) {
  auto octets = decode_to<WipedBytes>(text, max_octets);
  if (!octets) return std::unexpected(std::move(octets).error());
  return Secret(*std::move(octets));
}

Result<std::size_t> decode_into(std::string_view text, std::span<std::uint8_t> out) {
  const std::size_t size = decoded_size(text.size());
  if (size > out.size()) return fail(Errc::limit_exceeded, "bytes");
  if (!decode_exact(text, out.data())) return fail(Errc::malformed_base64url);
  return size;
}

}  // namespace signet::base64url
