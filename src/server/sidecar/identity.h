// The fields that tell a service who asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/sidecar/config.h"
#include "signet/claims.h"
#include "signet/seams/http_client.h"

namespace signet::server {

/// Which fields a policy sends.
struct IdentityRules {
  bool claims = false;  ///< Signet-Claims
  std::vector<HeaderMap> mapped = {};
};

/// A value as it may stand in a field: "%", controls, octets beyond ASCII and a space at either end are
/// percent-encoded, so that decoding it as a part of a URI gives the value back octet by octet.
std::string to_field_value(std::string_view text);

/// Signet-Subject, -Client, -Scope, -Tenant, -Acr and -Jti, those of the rules after them; one whose claim is not
/// there, or is an object or empty, is left out. The rules' fields may be lists, whose elements stand between commas,
/// and a comma inside of one, or of a value that is no list, is encoded.
std::vector<HttpField> identity_fields(const jwt::Claims& claims, std::string_view tenant, const IdentityRules& rules);

}  // namespace signet::server
