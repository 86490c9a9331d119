// The payload part of a JWS Signing Input, by pieces.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "codec/base64url_pieces.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::jose {

/// Turns pieces of a payload into pieces of what append_payload_text() makes of the whole.
class PayloadPieces {
 public:
  PayloadPieces(bool b64, std::uint64_t max_octets) noexcept : b64_(b64), left_(max_octets) {}

  /// Takes the next piece, whose memory must stay until next() has given nothing. Errors: limit_exceeded(payload).
  Result<> add(ByteView piece);
  /// Text of that piece; call it until it gives none. Valid until the next call.
  ByteView next() noexcept { return b64_ ? encoder_.next(piece_) : std::exchange(piece_, {}); }
  /// The last text, perhaps none.
  ByteView finish() noexcept { return encoder_.finish(); }

 private:
  bool b64_;
  std::uint64_t left_;
  ByteView piece_;
  codec::Base64urlPieces encoder_;
};

/// What a stream says once it has ended: what it failed on, or that nothing may follow finish().
Error ended(const std::optional<Error>& failure);

}  // namespace signet::jose
