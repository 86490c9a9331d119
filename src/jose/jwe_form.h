// The serializations of JWE, taken apart: RFC 7516 section 7.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "jose/mostly_one.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// What one recipient has of its own.
struct RecipientForm {
  std::optional<json::Value> header;  // an object
  std::string_view encrypted_key;     // base64url; empty: none
};

/// Views into the token's text or the Document that it was parsed to.
struct JweForm {
  std::string_view protected_header;  // base64url; empty: none
  std::optional<json::Value> unprotected;
  MostlyOne<RecipientForm> recipients;  // one or more
  std::string_view iv;
  std::optional<std::string_view> aad;
  std::string_view ciphertext;
  std::string_view tag;
};

/// Exactly five segments; header, IV and tag are not empty.
/// Errors: malformed_token(segments|header|iv|tag), limit_exceeded(token).
Result<JweForm> split_jwe(std::string_view token, std::size_t max_size);

/// The object of a flattened JWE. Errors: malformed_token(MEMBER) for a member that is missing, of another type or of
/// the other form.
Result<JweForm> read_flattened_jwe(const json::Value& object);
/// Errors: the same, and limit_exceeded(recipients).
Result<JweForm> read_general_jwe(const json::Value& object);

}  // namespace signet::jose
