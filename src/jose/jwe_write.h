// The headers of a JWE that is being made.
#pragma once

#include <string>
#include <string_view>

#include "crypto/key_management.h"
#include "signet/json.h"
#include "signet/jwe.h"
#include "signet/result.h"

namespace signet::jose {

/// Writes alg, kid and what the algorithm has of its own, as members of an object that is open.
/// Errors: limit_exceeded(kid), header_parameter(kid) for one that is not UTF-8.
Result<> write_recipient_members(json::Writer& out, const jwe::Recipient& recipient,
                                 const crypto::KeyParameters& parameters);

/// Writes typ, cty, enc, zip and the extra members.
/// Errors: malformed_json(header), header_parameter(NAME), limit_exceeded(header).
Result<> write_content_members(json::Writer& out, const ContentEncryption& enc, const jwe::Options& options);

/// The shared unprotected header as it will be written, or empty; `proven` is the protected header's JSON.
/// Errors: malformed_json(header), header_parameter(NAME), limit_exceeded(header|kid).
Result<std::string> make_shared_header(std::string_view text, std::string_view proven);

/// Errors: limit_exceeded(header) for a header that no reader of ours would take.
Result<> check_header_size(std::string_view header);

}  // namespace signet::jose
