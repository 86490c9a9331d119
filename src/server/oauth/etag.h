// If-None-Match: RFC 9110 section 13.1.2.
#pragma once

#include <string_view>

#include "net/http.h"

namespace signet::server::oauth {

/// Whether the client has what `etag` names, quotes and all; compared weakly, as this condition is.
bool has_etag(const net::Request& request, std::string_view etag);

}  // namespace signet::server::oauth
