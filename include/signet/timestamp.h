// Points in time and durations as tokens know them.
#pragma once

#include <chrono>

namespace signet {

/// Time since 1970-01-01T00:00:00Z without leap seconds (RFC 7519 section 2, NumericDate), to the microsecond.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

}  // namespace signet
