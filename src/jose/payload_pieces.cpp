#include "jose/payload_pieces.h"

namespace signet::jose {

Result<> PayloadPieces::add(ByteView piece) {
  if (piece.size() > left_) return fail(Errc::limit_exceeded, "payload");
  left_ -= piece.size();
  piece_ = piece;
  return {};
}

Error ended(const std::optional<Error>& failure) {
  return failure.value_or(Error{Errc::internal, "stream"});
}

}  // namespace signet::jose
