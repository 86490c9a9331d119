// software-statement: what a party attests of a client: RFC 7591 section 2.3.
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss"};
constexpr std::string_view kOptional[] = {"software_id", "client_name", "client_uri", "redirect_uris", "grant_types"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 7591 2.3", "it is signed"}},
    {Duty::verifier, {"RFC 7591 2.3", "iss says who attests"}},
    {Duty::verifier,
     {"RFC 7591 3.1.1", "the server trusts that issuer; else it answers unapproved_software_statement"}},
    {Duty::application, {"RFC 7591 2.3", "what the statement says counts before what the request says"}},
};

}  // namespace

constexpr Profile kSoftwareStatement{
    .id = "software-statement",
    .title = "Software statement",
    .document = "RFC 7591",
    .base = &kJwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 7591 2.3", "a software statement has iss"},
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
