// What claims of several kinds of PASSporT ask of their texts.
#pragma once

#include <string_view>

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

/// A telephone number in canonical form: digits, "*" and "#" (RFC 8224 section 8.3). passport.cpp
bool is_canonical_number(std::string_view text) noexcept;

/// What is wrong with a digest as RFC 9475 and RFC 9795 write it: "sha256-" and base64.
struct DigestRules {
  const Rule& form;  ///< an identifier, a hyphen, base64
  const Rule& hash;  ///< the identifier is of lower-case letters and digits
  const Rule& size;  ///< as many octets as the hash makes, where it is known
};
/// passport_extensions.cpp
Breach check_digest(std::string_view text, const DigestRules& rules) noexcept;

}  // namespace signet::jwt
