#include <algorithm>

#include "codec/pem.h"
#include "codec/radix64.h"

namespace signet::codec {

Result<WipedBytes> decode_base64(std::string_view text, std::size_t max_octets) {
  if (text.size() % 4 != 0) return fail(Errc::malformed_base64url, "base64");
  // At most two '=', and only at the end; one that stands elsewhere is not in the alphabet.
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  const std::size_t size = text.size() / 4 * 3 + text.size() % 4 * 3 / 4;
  if (size > max_octets) return fail(Errc::limit_exceeded, "bytes");
  WipedBytes octets(size);
  if (!kStandard.decode(text, octets.data())) return fail(Errc::malformed_base64url, "base64");
  return octets;
}

std::string encode_base64(ByteView octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  kStandard.encode(octets, [&](char c) { out += c; });
  out.append((3 - octets.size() % 3) % 3, '=');
  return out;
}

}  // namespace signet::codec
