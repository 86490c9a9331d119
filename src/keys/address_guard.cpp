#include "keys/address_guard.h"

#include <algorithm>

namespace signet::keys {
namespace {

struct Prefix {
  std::array<std::uint8_t, 16> octets{};
  unsigned bits = 0;
};

constexpr std::size_t kV4Offset = 12;

constexpr bool matches(std::span<const std::uint8_t> address, std::span<const std::uint8_t> prefix, unsigned bits) {
  const unsigned whole = bits / 8;
  for (unsigned i = 0; i < whole; ++i)
    if (address[i] != prefix[i]) return false;
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const unsigned mask = 0xFFU << (8U - rest) & 0xFFU;
  return (address[whole] & mask) == (prefix[whole] & mask);
}

// What of version 4 is not globally reachable, or not unicast.
// https://www.iana.org/assignments/iana-ipv4-special-registry
constexpr Prefix kNotGlobalV4[] = {
    {{0}, 8},              // this network
    {{10}, 8},             // private
    {{100, 64}, 10},       // shared by carriers
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local, and metadata services of clouds
    {{172, 16}, 12},       // private
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 31, 196}, 24},  // AS112
    {{192, 52, 193}, 24},  // AMT
    {{192, 88, 99}, 24},   // 6to4 relays
    {{192, 168}, 16},      // private
    {{192, 175, 48}, 24},  // AS112
    {{198, 18}, 15},       // benchmarking
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, and broadcast
};

// Of version 6 only 2000::/3 is given out at all (https://www.iana.org/assignments/ipv6-unicast-address-assignments);
// of that these are not global (https://www.iana.org/assignments/iana-ipv6-special-registry).
constexpr Prefix kGlobalV6 = {{0x20}, 3};
constexpr Prefix kNotGlobalV6[] = {
    {{0x20, 0x01, 0x00}, 23},              // protocol assignments: Teredo, benchmarking, ORCHID among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x20, 0x02}, 16},                    // 6to4 that was not unwrapped
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112
    {{0x3f, 0xfe}, 16},                    // the former 6bone
    {{0x3f, 0xff, 0x00}, 20},              // documentation
};

constexpr Prefix kMapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
constexpr Prefix kNat64 = {{0x00, 0x64, 0xff, 0x9b}, 96};
constexpr Prefix k6to4 = {{0x20, 0x02}, 16};
constexpr std::array<std::uint8_t, 16> kLoopbackV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

bool is_in(const IpAddress& address, const Prefix& prefix) {
  const std::size_t offset = address.is_v6 ? 0 : kV4Offset;
  return matches(std::span(address.octets).subspan(offset), prefix.octets, prefix.bits);
}

IpAddress v4_at(const IpAddress& address, std::size_t offset) {
  return ip_v4(std::span(address.octets).subspan(offset).first<4>());
}

}  // namespace

IpAddress ip_v4(std::span<const std::uint8_t, 4> octets) noexcept {
  IpAddress address;
  std::ranges::copy(octets, address.octets.begin() + kV4Offset);
  return address;
}

IpAddress ip_v6(std::span<const std::uint8_t, 16> octets) noexcept {
  IpAddress address{.is_v6 = true};
  std::ranges::copy(octets, address.octets.begin());
  return address;
}

IpAddress unwrap(const IpAddress& address) noexcept {
  if (!address.is_v6) return address;
  if (is_in(address, kMapped) || is_in(address, kNat64)) return v4_at(address, kV4Offset);
  //= rfc3056#2 the prefix is 2002:V4ADDR::/48
  if (is_in(address, k6to4)) return v4_at(address, 2);
  return address;
}

bool is_loopback(const IpAddress& address) noexcept {
  const IpAddress meant = unwrap(address);
  return meant.is_v6 ? meant.octets == kLoopbackV6 : is_in(meant, {{127}, 8});
}

bool is_global_unicast(const IpAddress& address) noexcept {
  const IpAddress meant = unwrap(address);
  const auto holds = [&meant](const Prefix& prefix) { return is_in(meant, prefix); };
  if (!meant.is_v6) return std::ranges::none_of(kNotGlobalV4, holds);
  return holds(kGlobalV6) && std::ranges::none_of(kNotGlobalV6, holds);
}

bool may_connect(const IpAddress& address, bool allow_loopback) noexcept {
  if (is_global_unicast(address)) return true;
  const bool is_plain = !address.is_v6 || address.octets == kLoopbackV6;
  return allow_loopback && is_plain && is_loopback(address);
}

}  // namespace signet::keys
