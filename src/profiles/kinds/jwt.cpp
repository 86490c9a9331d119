// jwt: JSON Web Token, RFC 7519, with the best current practices of RFC 8725.
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kOptional[] = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 7519 7.2", "the token has a point, and what stands before the first is the encoded header"}},
    {Duty::verifier,
     {"RFC 7519 7.2", "the header is base64url, and the token has no other characters than that and points"}},
    {Duty::verifier, {"RFC 7519 7.2", "the header is UTF-8 and one whole JSON object"}},
    {Duty::verifier, {"RFC 7515 4", "names of header parameters are unique"}},
    {Duty::verifier, {"RFC 7515 4.1.11", "crit names only extensions that are understood"}},
    {Duty::verifier, {"RFC 7516 9", "the number of parts tells a JWS from a JWE"}},
    {Duty::verifier, {"RFC 7519 7.2", "a JWS holds by RFC 7515 5.2, a JWE is decrypted by RFC 7516 5.2"}},
    {Duty::verifier, {"RFC 7519 7.2", "cty JWT says that a token is inside, which then goes the same way"}},
    {Duty::verifier, {"RFC 7519 7.2", "the claims set is UTF-8 and one whole JSON object with unique names"}},
    {Duty::verifier, {"RFC 8725 3.1", "the algorithm is one that is allowed, and the one of the key"}},
    {Duty::verifier, {"RFC 7519 4.1.4", "now is before exp"}},
    {Duty::verifier, {"RFC 7519 4.1.5", "now is not before nbf"}},
    {Duty::verifier, {"RFC 7519 4.1.3", "who processes the token is in aud"}},
    {Duty::verifier, {"RFC 8725 3.8", "iss is the expected one, and the key is its"}},
    {Duty::verifier, {"RFC 8725 3.11", "typ is the type that is expected"}},
};

}  // namespace

constexpr Profile jwt{
    .id = "jwt",
    .title = "JSON Web Token",
    .document = "RFC 7519",
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .optional = kOptional,
    .members = {"RFC 7515 4.1.1", "a token has alg"},
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
