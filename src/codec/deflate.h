// DEFLATE (RFC 1951), the raw stream that JWE's "zip" means (RFC 7516 section 4.1.3).
#pragma once

#include <cstddef>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::codec {

/// Errors: limit_exceeded(plaintext) for more than 16 MiB, internal(deflate).
Result<Secret> deflate(ByteView octets);

/// What one whole stream holds, and nothing after it. The limit is on what comes out; memory stays within it and a
/// window. Errors: limit_exceeded(plaintext), malformed_token(plaintext) for a stream that is broken, cut or followed
/// by something.
Result<Secret> inflate(ByteView octets, std::size_t max_octets);

}  // namespace signet::codec
