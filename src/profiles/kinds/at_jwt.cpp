// at+jwt: JSON Web Token (JWT) Profile for OAuth 2.0 Access Tokens, RFC 9068.
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"at+jwt"};
constexpr std::string_view kRequiredHeader[] = {"typ", "alg"};
constexpr std::string_view kRequired[] = {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"};
constexpr std::string_view kOptional[] = {"auth_time", "acr",          "amr", "scope", "groups",
                                          "roles",     "entitlements", "cnf", "act",   "authorization_details"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 9068 4", "typ is at+jwt"}},
    {Duty::verifier, {"RFC 9068 4", "where encryption was agreed on, the token is encrypted: Policy::encrypted()"}},
    {Duty::verifier, {"RFC 9068 4", "iss is the authorization server, byte by byte"}},
    {Duty::verifier, {"RFC 9068 4", "aud names this resource server"}},
    {Duty::verifier, {"RFC 9068 4", "the signature holds with a key of the authorization server; alg is not none"}},
    {Duty::verifier, {"RFC 9068 4", "now is before exp"}},
    {Duty::verifier, {"RFC 9068 2.2", "iss, exp, aud, sub, client_id, iat and jti are there"}},
    {Duty::application, {"RFC 9068 2.2.3", "each word of scope means something for the resources in aud"}},
    {Duty::application,
     {"RFC 9449 7, RFC 8705 3", "cnf.jkt wants a DPoP proof, cnf.x5t#S256 the client's certificate: the confirmation"}},
    {Duty::application, {"RFC 9068 4", "a refusal is answered as invalid_token"}},
};

}  // namespace

constexpr Profile at_jwt{
    .id = "at+jwt",
    .title = "JWT Profile for OAuth 2.0 Access Tokens",
    .document = "RFC 9068",
    .base = &jwt,
    .distinguished_by = "typ at+jwt",
    .typ = "at+jwt",
    .accepted_typs = kTyps,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 9068 2.2", "an access token has iss, exp, aud, sub, client_id, iat and jti"},
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
