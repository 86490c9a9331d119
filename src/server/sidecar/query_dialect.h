// What dialects have in common whose proxies name the policy in the query.
#pragma once

#include "server/sidecar/dialect.h"

namespace signet::server {

std::expected<Question, Unasked> read_query_dialect(const net::Request& request, const Generation& now, bool is_trusted,
                                                    const TellingFields& names);

}  // namespace signet::server
