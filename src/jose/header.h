// The JOSE header of one token: parsed once, its registered parameters typed.
#pragma once

#include <optional>
#include <string_view>

#include "jose/crit.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// Views into the Document that the header was parsed from.
struct Header {
  std::string_view alg;
  std::optional<std::string_view> kid;
  std::optional<std::string_view> typ;
  std::optional<std::string_view> cty;
  bool b64 = true;  // RFC 7797: whether the payload is base64url
};

/// Decodes one base64url segment into `document`, an object.
/// Errors: malformed_token(header), limit_exceeded(header), malformed_json(header), duplicate_name(NAME).
Result<> decode_header(std::string_view segment, json::Document& document);

/// Decodes one segment of a JWS as decode_header() and checks it: every registered parameter of its type
/// (table in header_parameters.cpp), alg there, kid at most kMaxKidBytes, crit by RFC 7515 section 4.1.11 with no
/// extension understood but those named, and b64 only where crit names it.
/// Errors: malformed_token(header), limit_exceeded(header|kid), malformed_json(header), duplicate_name(NAME),
/// header_parameter(NAME), crit_malformed(crit), crit_unknown(NAME).
Result<Header> parse_header(std::string_view segment, json::Document& document, Extensions understood = {});

/// RFC 7515 section 4.1.9: media types compare without case, and "application/" may be left out when no other '/' is
/// there.
bool same_media_type(std::string_view a, std::string_view b) noexcept;

}  // namespace signet::jose
