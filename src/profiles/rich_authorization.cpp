// rar: Rich Authorization Requests, RFC 9396 section 9.1.
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"authorization_details"};
constexpr std::string_view kOptional[] = {"iss", "sub", "aud", "exp", "client_id", "iat", "jti", "scope"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 9396 2", "authorization_details is an array of objects, each with a type"}},
    {Duty::application, {"RFC 9396 9.1", "what is granted to other resource servers is left out"}},
    {Duty::verifier, {"RFC 9068 4", "the token is a good access token"}},
};

}  // namespace

constexpr Profile kRar{
    .id = "rar",
    .title = "Access token with authorization_details",
    .document = "RFC 9396",
    .kind = ProfileKind::overlay,
    .base = &kAtJwt,
    .distinguished_by = "authorization_details",
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 9396 9.1", "authorization_details is there"},
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
