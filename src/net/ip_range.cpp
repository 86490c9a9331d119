#include "net/ip_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <string>

namespace signet::net {
namespace {

using Octets = std::array<std::uint8_t, 16>;

constexpr unsigned kAll = 128;
constexpr unsigned kMapped = 96;  // bits before an address of version 4

struct Parsed {
  Octets octets{};
  bool is_v4 = false;
};

std::optional<Parsed> parse_address(std::string_view text) noexcept {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size()) return std::nullopt;
  std::ranges::copy(text, terminated.begin());
  Parsed parsed;
  constexpr Octets kPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (::inet_pton(AF_INET6, terminated.data(), parsed.octets.data()) == 1) {
    parsed.is_v4 =
        std::ranges::equal(std::span(parsed.octets).first(kMapped / 8), std::span(kPrefix).first(kMapped / 8));
    return parsed;
  }
  parsed = {.octets = kPrefix, .is_v4 = true};
  if (::inet_pton(AF_INET, terminated.data(), &parsed.octets[kMapped / 8]) != 1) return std::nullopt;
  return parsed;
}

/// The octet of the mask at `index`.
std::uint8_t mask_at(unsigned bits, unsigned index) noexcept {
  const unsigned before = index * 8;
  if (bits >= before + 8) return 0xff;
  return bits <= before ? std::uint8_t{0} : static_cast<std::uint8_t>(0xff00U >> (bits - before));
}

}  // namespace

std::optional<IpRange> IpRange::parse(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  IpRange range;
  range.octets_ = address->octets;
  range.bits_ = kAll;
  range.is_v4_ = address->is_v4;
  const bool is_dotted = !text.substr(0, slash).contains(':');
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (bits > (is_dotted ? kAll - kMapped : kAll)) return std::nullopt;
    range.bits_ = bits + (is_dotted ? kMapped : 0);
  }
  for (unsigned i = 0; i < range.octets_.size(); ++i)
    if ((range.octets_[i] & ~mask_at(range.bits_, i)) != 0) return std::nullopt;
  return range;
}

bool IpRange::contains(std::string_view address) const noexcept {
  const auto parsed = parse_address(address.substr(0, address.find('%')));  // a zone says through which interface
  if (!parsed || parsed->is_v4 != is_v4_) return false;
  for (unsigned i = 0; i < octets_.size(); ++i)
    if ((parsed->octets[i] & mask_at(bits_, i)) != octets_[i]) return false;
  return true;
}

std::string client_block(std::string_view address) {
  const auto parsed = parse_address(address);
  if (!parsed || parsed->is_v4) return std::string(address);
  constexpr std::size_t kNetwork = 8;  // octets
  return std::string(reinterpret_cast<const char*>(parsed->octets.data()), kNetwork);
}

}  // namespace signet::net
