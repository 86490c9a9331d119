// Base64url of octets that come in pieces, without holding them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::codec {

/// Makes the characters that base64url::encode makes of all pieces together. Between pieces it keeps at most two
/// octets, since three of them become four characters.
class Base64urlPieces {
 public:
  /// Takes octets from the front of `piece` and gives their characters; call it until it gives none, and `piece` is
  /// then used up. What it gives is valid until the next call.
  ByteView next(ByteView& piece) noexcept SIGNET_LIFETIME_BOUND;
  /// The last characters, perhaps none. Afterwards it is as new.
  ByteView finish() noexcept SIGNET_LIFETIME_BOUND;

 private:
  ByteView encoded(ByteView octets) noexcept SIGNET_LIFETIME_BOUND;

  static constexpr std::size_t kGroups = 1024;
  std::array<std::uint8_t, 3> kept_{};
  std::size_t kept_size_ = 0;
  std::array<std::uint8_t, 4 * kGroups> text_;
};

}  // namespace signet::codec
