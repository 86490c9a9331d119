// The JWS Signing Input (RFC 7515 section 5.1, RFC 7797 section 3), and what a payload may look like in a token.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::jose {

/// Whether `segment` may stand between the dots of a compact token: base64url, or, with "b64" false, printable ASCII
/// and spaces without a dot. Whether base64url is canonical shows when it is decoded.
bool is_compact_payload(std::string_view segment, bool b64) noexcept;

/// Appends the payload as it stands in a token and in the signing input: base64url, or, with "b64" false, as it is.
void append_payload_text(std::string& out, ByteView payload, bool b64);

/// The octets that a payload text of a token stands for. Errors: malformed_token(payload).
Result<Bytes> from_payload_text(std::string_view text, bool b64, std::size_t max_size);

/// `protected_header` "." and the text of `payload`
std::string to_signing_input(std::string_view protected_header, ByteView payload, bool b64);

}  // namespace signet::jose
