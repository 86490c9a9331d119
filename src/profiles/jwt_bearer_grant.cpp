// jwt-bearer-grant: a JWT as an authorization grant: RFC 7523 sections 2.1 and 3.
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT", "authorization-grant+jwt"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "sub", "aud", "exp"};
constexpr std::string_view kOptional[] = {"nbf", "iat", "jti"};

constexpr ProfileStep kSteps[] = {
    {Duty::application,
     {"RFC 7523 2.1", "grant_type is that of jwt-bearer, assertion one JWT, and scope at most what was granted"}},
    {Duty::application, {"RFC 7523 3.1", "credentials of a client are checked where they are given"}},
    {Duty::verifier, {"RFC 7523 3", "iss is there, and is the expected issuer, byte by byte"}},
    {Duty::verifier, {"RFC 7523 3", "sub says for whom access is granted"}},
    {Duty::verifier, {"RFC 7523 3", "aud has this authorization server"}},
    {Duty::verifier, {"RFC 7523 3", "now is before exp"}},
    {Duty::verifier, {"RFC 7523 3", "now is not before nbf; iat is not too far in the past"}},
    {Duty::verifier, {"RFC 7523 3", "the signature holds, and the assertion is a good JWT in every other way"}},
    {Duty::application, {"RFC 7523 3.1", "a refusal is answered as invalid_grant"}},
};

}  // namespace

constexpr Profile kJwtBearerGrant{
    .id = "jwt-bearer-grant",
    .title = "JWT as an authorization grant",
    .document = "RFC 7523",
    .base = &kJwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 7523 3", "an assertion has iss, sub, aud and exp"},
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
