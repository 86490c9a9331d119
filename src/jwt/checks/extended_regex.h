// The syntax of extended regular expressions: POSIX.1-2008, XBD section 9.4.
#pragma once

#include <string_view>

namespace signet::jwt {

/// False for what no implementation takes: a parenthesis, a bracket expression or an interval that is not closed, an
/// interval that ends before it begins, and a backslash at the end. What POSIX leaves undefined is taken, since
/// RFC 9246 itself prints such a backslash. Nothing is matched, and the time grows with the length.
bool is_extended_regex(std::string_view text) noexcept;

}  // namespace signet::jwt
