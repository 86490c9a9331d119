// Ranges of addresses, by which a configuration names the proxies that it trusts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet::net {

/// An address, or all that share its first bits (RFC 4632 section 3.1). Addresses of version 6 that stand for one of
/// version 4 (RFC 4291 section 2.5.5.2), which is how a socket for both shows them, are of version 4 here: a range of
/// version 6 holds none of them, as "::/0" says nothing of version 4.
class IpRange {
 public:
  /// "10.0.0.0/8", "::1": nothing for another text, or when bits beyond the prefix are set, since then it is not clear
  /// what is meant.
  static std::optional<IpRange> parse(std::string_view text) noexcept;

  /// Whether `address`, as Peer::address has it, is one of them.
  bool contains(std::string_view address) const noexcept;

  bool operator==(const IpRange&) const = default;

 private:
  std::array<std::uint8_t, 16> octets_{};  // of version 4 as ::ffff:a.b.c.d
  unsigned bits_ = 0;                      // of 128
  bool is_v4_ = false;
};

/// What one client is likely to have: an address of version 4, or the first 64 bits of one of version 6. Text that is
/// no address stays as it is.
std::string client_block(std::string_view address);

}  // namespace signet::net
