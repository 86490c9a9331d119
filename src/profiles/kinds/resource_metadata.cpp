// resource-metadata: signed metadata of a protected resource: RFC 9728 section 2.2.
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss"};
constexpr std::string_view kOptional[] = {"resource", "authorization_servers", "jwks_uri", "scopes_supported"};
constexpr std::string_view kForbidden[] = {"signed_metadata"};

constexpr Rule kResource{"RFC 9728 3.3", "resource is the identifier that the metadata was asked for"};

constexpr std::string_view kCompares[] = {"resource"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 9728 2.2", "it is signed, and iss says who attests"}},
    {Duty::verifier, {"RFC 9728 2.2", "signed_metadata is not in itself"}},
    {Duty::context, kResource},
    {Duty::application, {"RFC 9728 2.2", "what is signed counts before what is not"}},
};

void check(const ProfileInput& input, Report& report) {
  if (!input.issuing) demand_text(input, "resource", input.context.resource, "resource", kResource, report);
}

}  // namespace

constexpr Profile resource_metadata{
    .id = "resource-metadata",
    .title = "Signed protected resource metadata",
    .document = "RFC 9728",
    .base = &jwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .forbidden = kForbidden,
    .members = {"RFC 9728 2.2", "signed metadata has iss, and no signed_metadata"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
