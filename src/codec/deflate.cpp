#include "codec/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "signet/base64url.h"

namespace signet::codec {
namespace {

constexpr int kRaw = -MAX_WBITS;  // neither header nor checksum: RFC 1951 alone
constexpr int kMemoryLevel = 8;   // zlib's default
constexpr std::size_t kPiece = 16u << 10;

/// zlib only reads what next_in points to, but its type says otherwise unless ZLIB_CONST is set before every include.
Bytef* readable(ByteView octets) noexcept {
  return const_cast<Bytef*>(octets.data());
}

/// Owns the state of one direction.
struct Stream {
  explicit Stream(int (*end_stream)(z_streamp)) noexcept : end(end_stream) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { end(&state); }
  z_stream state{};
  int (*end)(z_streamp);
};

}  // namespace

Result<Secret> deflate(ByteView octets) {
  if (octets.size() > base64url::kMaxDecoded) return fail(Errc::limit_exceeded, "plaintext");
  Stream stream(deflateEnd);
  if (deflateInit2(&stream.state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRaw, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    return fail(Errc::internal, "deflate");
  }
  WipedBytes out(deflateBound(&stream.state, octets.size()));
  stream.state.next_in = readable(octets);
  stream.state.avail_in = static_cast<uInt>(octets.size());
  stream.state.next_out = out.data();
  stream.state.avail_out = static_cast<uInt>(out.size());
  if (::deflate(&stream.state, Z_FINISH) != Z_STREAM_END) return fail(Errc::internal, "deflate");
  out.resize(stream.state.total_out);
  return Secret(std::move(out));
}

Result<Secret> inflate(ByteView octets, std::size_t max_octets) {
  if (octets.size() > std::numeric_limits<uInt>::max()) return fail(Errc::limit_exceeded, "plaintext");
  Stream stream(inflateEnd);
  if (inflateInit2(&stream.state, kRaw) != Z_OK) return fail(Errc::internal, "inflate");
  stream.state.next_in = readable(octets);
  stream.state.avail_in = static_cast<uInt>(octets.size());
  WipedBytes out;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    const std::size_t before = out.size();
    // One octet more than allowed, so that a stream of exactly the limit can still say that it ends.
    const std::size_t room = std::min(std::max(before, kPiece), max_octets + 1 - before);
    out.resize(before + room);
    stream.state.next_out = out.data() + before;
    stream.state.avail_out = static_cast<uInt>(room);
    status = ::inflate(&stream.state, Z_NO_FLUSH);
    const std::size_t made = room - stream.state.avail_out;
    out.resize(before + made);
    if (out.size() > max_octets) return fail(Errc::limit_exceeded, "plaintext");
    // Without progress and without an end the stream is cut.
    const bool stuck = made == 0 && status != Z_STREAM_END;
    if ((status != Z_OK && status != Z_STREAM_END) || stuck) return fail(Errc::malformed_token, "plaintext");
  }
  //= rfc7516#4.1.3 the plaintext is one DEFLATE stream: nothing may hide behind it
  if (stream.state.avail_in != 0) return fail(Errc::malformed_token, "plaintext");
  return Secret(std::move(out));
}

}  // namespace signet::codec
