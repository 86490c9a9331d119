// What a tenant says of itself: RFC 8414 section 2, with what works and nothing else.
#pragma once

#include <string>

#include "server/tenancy/tenant.h"

namespace signet::server::oauth {

std::string metadata_text(const Settings& settings, const keyring::Ring& ring);

}  // namespace signet::server::oauth
