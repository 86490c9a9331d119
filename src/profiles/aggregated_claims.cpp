// aggregated-claims: claims that others have made: OpenID Connect Core 1.0 section 5.6.2.
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"_claim_names", "_claim_sources"};
constexpr std::string_view kOptional[] = {"sub", "name"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"OpenID Connect Core 1.0 5.6.2", "each name in _claim_names leads to one of _claim_sources"}},
    {Duty::application,
     {"OpenID Connect Core 1.0 5.6.2",
      "the JWT of a source is verified with the keys of its issuer, and has the claims that it is named for"}},
    {Duty::application,
     {"OpenID Connect Core 1.0 5.6.2", "an endpoint is asked with the access token and gives a JWT"}},
    {Duty::application,
     {"OpenID Connect Core 1.0 5.6.2", "claims that do not come are as claims that were not returned"}},
    {Duty::verifier, {"IDA Schema 1.0 6.1", "an endpoint is an https URL"}},
};

}  // namespace

constexpr Profile kAggregatedClaims{
    .id = "aggregated-claims",
    .title = "Aggregated and distributed claims",
    .document = "OpenID Connect Core 1.0",
    .kind = ProfileKind::overlay,
    .base = &kUserinfo,
    .distinguished_by = "_claim_names and _claim_sources",
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"OpenID Connect Core 1.0 5.6.2", "_claim_names and _claim_sources are there"},
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
