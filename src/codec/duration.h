// Durations as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "signet/timestamp.h"

namespace signet::codec {

/// Digits alone, up to a number of seconds that may be added to any date.
std::optional<std::int64_t> parse_count(std::string_view text) noexcept;
/// "90s", "10m", "24h", "7d".
std::optional<Duration> parse_duration(std::string_view text) noexcept;

}  // namespace signet::codec
