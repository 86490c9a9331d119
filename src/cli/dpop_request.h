// The HTTP request that a DPoP proof is for, as it is typed.
#pragma once

#include <optional>
#include <string>

#include "cli/invocation.h"

namespace signet::cli {

inline constexpr Flag kDpopRequestFlags[] = {
    {"--method", "NAME", "the method of the request, as it is: POST"},
    {"--url", "URL", "where the request goes to: an http or https URL"},
    {"--access-token-file", "FILE", "the access token that goes with the request"},
    {"--nonce", "TEXT", "the nonce that the server gave in DPoP-Nonce"},
};

struct DpopRequest {
  std::string method;
  std::string url;
  std::optional<std::string> access_token;
  std::optional<std::string> nonce;
};
/// Errors: usage(--method|--url) when they are missing or cannot be what they say, those of reading, and
/// usage(--access-token-file) for a file that holds no token.
Outcome<DpopRequest> read_dpop_request(Invocation& run);

}  // namespace signet::cli
