// What SQLite's failures are called.
#pragma once

#include <expected>

#include "signet/result.h"

namespace signet::server::storage::sqlite {

/// store_unavailable(REASON) for a result code, also an extended one.
[[nodiscard]] std::unexpected<Error> fault(int code);

}  // namespace signet::server::storage::sqlite
