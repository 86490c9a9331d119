// One signature as the JSON serializations write it: RFC 7515 section 7.2.
#pragma once

#include <string>
#include <string_view>

#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// The members of one signature, ready to be written.
struct SignatureMembers {
  std::string protected_header;  // base64url
  std::string header;            // JSON, or empty
  std::string signature;         // base64url
};

/// The unprotected header as it will be written, or empty.
/// Errors: malformed_json(header), header_parameter(NAME), limit_exceeded(header|kid).
Result<std::string> make_unprotected(std::string_view text, std::string_view protected_json);

/// Writes protected, perhaps header, and signature into an object that is open.
void write_members(json::Writer& out, const SignatureMembers& members);

}  // namespace signet::jose
