// PEM framing (RFC 7468): text around base64 around DER.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::codec {

/// "Proc-Type: 4,ENCRYPTED": RFC 1421 section 4.6. Only encrypted keys of the old kind have them.
struct PemHeader {
  std::string name;
  std::string value;
};

struct PemBlock {
  std::string label;  // "PRIVATE KEY"
  std::vector<PemHeader> headers;
  Secret der;  // may be private: wiped; encrypted when the headers say so
};

/// All blocks of a text. Text before and between blocks is ignored when it holds no "-----" (openssl prints remarks
/// there); lines end in LF or CRLF; a body has lines of any length up to 76 of standard base64 with its padding.
/// Headers stand one on a line, and an empty line ends them.
/// Errors: malformed_pem(begin|end|label|headers|body), limit_exceeded(pem|blocks).
Result<std::vector<PemBlock>> parse_pem(std::string_view text, std::size_t max_blocks = 16);

/// One block, lines of 64 characters.
Secret write_pem(std::string_view label, ByteView der);

/// Standard base64 with padding (RFC 4648 section 4), canonical only, as in "x5c".
Result<WipedBytes> decode_base64(std::string_view text, std::size_t max_octets);
std::string encode_base64(ByteView octets);

}  // namespace signet::codec
