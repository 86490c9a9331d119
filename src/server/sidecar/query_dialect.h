// What dialects have in common whose proxies name the policy in the query.
#pragma once

#include "server/sidecar/dialect.h"

namespace signet::server {

/// Dialect::read for them.
std::expected<Question, Unasked> read_query_dialect(const Dialect& row, const net::Request& request,
                                                    const Generation& now, bool is_trusted);

}  // namespace signet::server
