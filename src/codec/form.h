// Names and values of forms and queries: application/x-www-form-urlencoded, and percent-encoding (RFC 3986
// section 2.1).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::codec {

/// Nothing where a "%" is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

/// Every octet but the unreserved characters of RFC 3986 section 2.3 as "%" and two digits.
std::string percent_encoded(std::string_view text);

struct FormField {
  std::string name;
  std::string value;
};

inline constexpr std::size_t kMaxFormFields = 100;

/// In their order, decoded, "+" as a space; a name without "=" has an empty value. Nothing for text that is not encoded
/// as it should be, and for more than kMaxFormFields.
std::optional<std::vector<FormField>> parse_form(std::string_view text);

/// `text` as a name or a value of a form: letters, digits and "*-._" as they are, a space as "+", every other octet
/// percent-encoded.
std::string form_encoded(std::string_view text);
/// Appends "name=value", behind an "&" where something is there already.
void append_form_field(std::string& form, std::string_view name, std::string_view value);

}  // namespace signet::codec
