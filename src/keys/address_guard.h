// Which addresses of the Internet Protocol may be asked.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace signet::keys {

/// An address of either version: of version 4 the last four octets, with `is_v6` false.
struct IpAddress {
  bool is_v6 = false;
  std::array<std::uint8_t, 16> octets{};
};

IpAddress ip_v4(std::span<const std::uint8_t, 4> octets) noexcept;
IpAddress ip_v6(std::span<const std::uint8_t, 16> octets) noexcept;

/// The address that is really meant: of IPv4-mapped (RFC 4291 section 2.5.5), NAT64 (RFC 6052) and 6to4 (RFC 3056)
/// forms the version 4 inside.
IpAddress unwrap(const IpAddress& address) noexcept;

/// 127/8 and ::1, unwrapped or not.
bool is_loopback(const IpAddress& address) noexcept;

/// Globally reachable and unicast, by the IANA registries of special-purpose addresses (RFC 6890).
bool is_global_unicast(const IpAddress& address) noexcept;

/// Whether it may be connected to: what is global, and loopback by permission. The wrapped forms of loopback never are.
bool may_connect(const IpAddress& address, bool allow_loopback) noexcept;

}  // namespace signet::keys
