// The compact serialization, split (RFC 7515 section 7.1).
#pragma once

#include <cstddef>
#include <string_view>

#include "signet/result.h"

namespace signet::jose {

struct Compact {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signing_input;  // header "." payload, as received
};

/// Exactly three segments; the header is not empty; sizes are bounded. An empty signature is left to the caller:
/// such a token may be looked at, and is never accepted. The alphabet is checked where each
/// segment is decoded; for the payload, which is decoded only after the signature held, by is_compact_payload().
/// Errors: malformed_token(segments|header), limit_exceeded(token).
Result<Compact> split_compact(std::string_view token, std::size_t max_size);

}  // namespace signet::jose
