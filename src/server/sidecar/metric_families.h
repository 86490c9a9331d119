// What is not counted but asked for when somebody looks: keys, revocations, caches, connections.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "net/server.h"
#include "server/sidecar/generation.h"

namespace signet::server {

void add_families(std::vector<prometheus::MetricFamily>& families, const Generation& now, const net::Counters& http);

}  // namespace signet::server
