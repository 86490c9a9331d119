// What commands that read a token have in common.
#pragma once

#include "cli/invocation.h"

namespace signet::cli {

inline constexpr Flag kTokenFlags[] = {
    {"--token-file", "FILE", "read the token from this file, so that it is no argument"},
    {"--max-size", "SIZE", "the largest token that is read: bytes, or with K or M"},
};

/// Says more about an error of a token: an argument that is no token is probably the name of a file that is not there.
Failure explain_token(const Invocation& run, Failure failure);

}  // namespace signet::cli
