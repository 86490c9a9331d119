// Base64url as JOSE wants it: RFC 4648 section 5 without padding (RFC 7515 section 2), canonical only.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::base64url {

/// Nothing longer than this is decoded unless the caller sets another bound (the size of a bare JWS).
inline constexpr std::size_t kMaxDecoded = 16u << 20;

/// Characters that `octets` octets become.
constexpr std::size_t encoded_size(std::size_t octets) noexcept {
  return octets / 3 * 4 + (octets % 3 * 4 + 2) / 3;
}
/// Octets that `characters` characters become, when they are canonical.
constexpr std::size_t decoded_size(std::size_t characters) noexcept {
  return characters / 4 * 3 + characters % 4 * 3 / 4;
}

std::string encode(ByteView octets);
/// Appends to `out`.
void append(std::string& out, ByteView octets);

/// Decodes canonical base64url: no padding, no white space, no '+' or '/', no length of 4n+1, and unused trailing
/// bits are zero (RFC 4648 section 3.5), so that one value has one spelling.
/// Errors: malformed_base64url; limit_exceeded when more than `max_octets` would come out.
Result<Bytes> decode(std::string_view text, std::size_t max_octets = kMaxDecoded);
/// The same for private bytes: what was decoded is wiped when the Secret ends.
Result<Secret> decode_secret(std::string_view text, std::size_t max_octets = kMaxDecoded);
/// The same into memory of the caller, without allocating; returns the octets written.
/// Errors: malformed_base64url; limit_exceeded when `out` is too small. On error `out` may be partly written.
Result<std::size_t> decode_into(std::string_view text, std::span<std::uint8_t> out);

}  // namespace signet::base64url
