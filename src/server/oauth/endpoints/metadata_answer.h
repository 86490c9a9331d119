// The metadata of a tenant, which stand at two places.
#pragma once

#include "server/oauth/endpoint.h"

namespace signet::server::oauth {

void answer_metadata(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request,
                     net::Pending pending);

}  // namespace signet::server::oauth
