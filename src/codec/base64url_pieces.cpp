#include "codec/base64url_pieces.h"

#include <algorithm>

#include "codec/radix64.h"

namespace signet::codec {

ByteView Base64urlPieces::next(ByteView& piece) noexcept {
  const auto take = [&](std::size_t count) {
    const ByteView taken = piece.first(count);
    piece = piece.subspan(count);
    return taken;
  };
  const auto keep = [&](ByteView octets) {
    std::ranges::copy(octets, kept_.begin() + static_cast<std::ptrdiff_t>(kept_size_));
    kept_size_ += octets.size();
  };
  if (kept_size_ == 0 && piece.size() >= 3) return encoded(take(std::min(piece.size() / 3, kGroups) * 3));
  keep(take(std::min(piece.size(), 3 - kept_size_)));
  return kept_size_ == 3 ? finish() : ByteView{};
}

ByteView Base64urlPieces::finish() noexcept {
  const ByteView octets = ByteView(kept_).first(kept_size_);
  kept_size_ = 0;
  return encoded(octets);
}

ByteView Base64urlPieces::encoded(ByteView octets) noexcept {
  std::uint8_t* end = text_.data();
  kUrlSafe.encode(octets, [&](char c) { *end++ = static_cast<std::uint8_t>(c); });
  return {text_.data(), end};
}

}  // namespace signet::codec
