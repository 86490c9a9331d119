// The two JSON serializations, taken apart: RFC 7515 section 7.2.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "jose/header.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// All signatures of an object agree on "b64".
inline constexpr Rule kB64AgreeRule{"RFC 7797 3", "all signatures of an object have the same value of b64"};

/// One signature as it stands in its object. Views into the Document.
struct SignatureForm {
  std::string_view protected_header;  // base64url; empty: not there
  std::optional<json::Value> header;  // the unprotected one: an object
  std::string_view signature;
};

struct JsonForm {
  std::optional<std::string_view> payload;  // not there: detached
  std::vector<SignatureForm> signatures;    // one or more
};

/// A member that is a string, if it is there at all. Errors: malformed_token(NAME).
Result<std::optional<std::string_view>> find_text(const json::Value& object, std::string_view name);

/// Errors: malformed_json(token), duplicate_name(NAME), limit_exceeded(token), malformed_token(token) for a value that
/// is no object.
Result<json::Document> parse_json_form(std::string_view text, std::size_t max_size);

/// Errors: malformed_token(MEMBER) for a member that is missing, of another type or of the other form.
Result<JsonForm> read_flattened(const json::Value& object);
/// Errors: the same, and limit_exceeded(signatures).
Result<JsonForm> read_general(const json::Value& object);

/// A detached payload is there exactly when the object carries none.
/// Errors: malformed_token(payload), limit_exceeded(payload).
Result<> check_payload(const JsonForm& form, std::optional<ByteView> detached, std::size_t max_size);

/// What the two headers of one signature say together.
struct JointHeader {
  Header proven;                        // the protected one; views into the Document that was passed
  std::optional<std::string_view> kid;  // of either; views into that Document or the object's
};

/// alg, crit and b64 count only when they are protected; no name stands in both headers.
/// Errors: malformed_token(protected) when there is none, those of parse_header, header_parameter(NAME) for a name that
/// may not be unprotected, has the wrong type or stands in both, limit_exceeded(header|kid).
Result<JointHeader> read_headers(const SignatureForm& form, json::Document& document);

/// The rules for an unprotected header alone. Errors: header_parameter(NAME), limit_exceeded(header|kid).
Result<> check_unprotected(const json::Value& header);
/// Errors: header_parameter(NAME) for a name in both headers.
Result<> check_disjoint(const json::Value& first, const json::Value& second);

}  // namespace signet::jose
