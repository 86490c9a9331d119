// Answers to proxies, before a dialect adapts them.
#pragma once

#include "net/http.h"
#include "server/sidecar/policy.h"
#include "signet/resource.h"

namespace signet::server {

/// 200 with who asks.
net::Response to_response(const resource::Granted& granted, const Policy& policy);
/// What the guard answers, with a small body for people.
net::Response to_response(const resource::Refused& refused);
/// 500 or 400: what the proxy asked cannot be answered; what is wrong is in the log.
net::Response to_response(int status);

/// RFC 7662 section 2.2: what a good token says; of another one nothing but that it is not active.
net::Response introspection_of(const jwt::Verified* token);

}  // namespace signet::server
