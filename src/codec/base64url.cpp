#include "signet/base64url.h"

#include "codec/radix64.h"
#include "try.h"

namespace signet::base64url {
namespace {

template <class Container>
Result<Container> decode_to(std::string_view text, std::size_t max_octets) {
  const std::size_t size = decoded_size(text.size());
  if (size > max_octets) return fail(Errc::limit_exceeded, "bytes");
  Container octets(size);
  if (!codec::kUrlSafe.decode(text, octets.data())) return fail(Errc::malformed_base64url);
  return octets;
}

}  // namespace

std::string encode(ByteView octets) {
  std::string out;
  append(out, octets);
  return out;
}

void append(std::string& out, ByteView octets) {
  const std::size_t before = out.size();
  out.resize(before + encoded_size(octets.size()));
  codec::kUrlSafe.encode(octets, [at = out.data() + before](char c) mutable { *at++ = c; });
}

Result<Bytes> decode(std::string_view text, std::size_t max_octets) {
  return decode_to<Bytes>(text, max_octets);
}

Result<Secret> decode_secret(std::string_view text, std::size_t max_octets) {
  SIGNET_TRY(WipedBytes octets, decode_to<WipedBytes>(text, max_octets));
  return Secret(std::move(octets));
}

Result<std::size_t> decode_into(std::string_view text, std::span<std::uint8_t> out) {
  const std::size_t size = decoded_size(text.size());
  if (size > out.size()) return fail(Errc::limit_exceeded, "bytes");
  if (!codec::kUrlSafe.decode(text, out.data())) return fail(Errc::malformed_base64url);
  return size;
}

}  // namespace signet::base64url
