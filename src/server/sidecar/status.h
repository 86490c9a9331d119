// What a sidecar says of itself: /livez, /readyz, /metrics, and the metadata of the resources that it protects.
#pragma once

#include "net/http.h"
#include "server/sidecar/generation.h"

namespace signet::server {

/// Whether the process answers: always 200.
net::Response live();
/// 200 when every token that is good would be found so; else 503 and, as JSON, which issuer lacks what.
net::Response ready(const Generation& now);
/// The metadata (RFC 9728 section 3.2) of the resource whose well-known URL was asked for; else 404.
net::Response metadata_of(const net::Request& request, const Generation& now);

}  // namespace signet::server
