#include "jose/signing_input.h"

#include <algorithm>

#include "codec/radix64.h"
#include "signet/base64url.h"

namespace signet::jose {
namespace {

//= rfc7797#5.2 characters in the ranges %x20-2D and %x2F-7E
constexpr bool is_unencoded(char c) noexcept {
  return c >= ' ' && c <= '~' && c != '.';
}

}  // namespace

bool is_compact_payload(std::string_view segment, bool b64) noexcept {
  return b64 ? codec::kUrlSafe.holds(segment) : std::ranges::all_of(segment, is_unencoded);
}

void append_payload_text(std::string& out, ByteView payload, bool b64) {
  if (b64) {
    base64url::append(out, payload);
    return;
  }
  out.append(as_text(payload));
}

Result<Bytes> from_payload_text(std::string_view text, bool b64, std::size_t max_size) {
  if (!b64) return Bytes(text.begin(), text.end());
  auto payload = base64url::decode(text, max_size);
  if (!payload) return fail(Errc::malformed_token, "payload");
  return payload;
}

std::string to_signing_input(std::string_view protected_header, ByteView payload, bool b64) {
  std::string input;
  input.reserve(protected_header.size() + 1 + (b64 ? base64url::encoded_size(payload.size()) : payload.size()));
  input.append(protected_header).append(1, '.');
  append_payload_text(input, payload, b64);
  return input;
}

}  // namespace signet::jose
