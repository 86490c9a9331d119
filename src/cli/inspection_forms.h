// What `inspect` says about what is no compact JWT: JSON serializations, encrypted tokens, keys.
#pragma once

#include <optional>
#include <string_view>

#include "cli/invocation.h"

namespace signet::cli {

/// Shows a JWS in JSON or a JWE in either form. Nothing: the text is none of them. Errors: malformed_token(token) for a
/// key, malformed_json(token), duplicate_name(NAME), limit_exceeded(depth).
std::optional<Outcome<>> inspect_other_form(const Invocation& run, std::string_view token);

}  // namespace signet::cli
