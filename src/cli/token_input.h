// What commands that read a token have in common.
#pragma once

#include <optional>
#include <string_view>

#include "cli/invocation.h"
#include "signet/json.h"

namespace signet::cli {

inline constexpr Flag kTokenFlags[] = {
    {"--token-file", "FILE", "read the token from this file, so that it is no argument"},
    {"--max-size", "SIZE", "the largest token that is read: bytes, or with K or M"},
};

/// The JSON object that a segment is the base64url of, when it is one.
std::optional<json::Document> decode_object(std::string_view segment);

/// Says more about an error of a token: an argument that is no token is probably the name of a file that is not there.
Failure explain_token(const Invocation& run, Failure failure);

}  // namespace signet::cli
