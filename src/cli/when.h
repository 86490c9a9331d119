// Times and durations as they are typed and as they are shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/failure.h"
#include "signet/timestamp.h"

namespace signet::cli {

/// Seconds since 1970, or RFC 3339: "1793534400", "2026-11-01T12:00:00Z", "2026-11-01T13:00:00.5+01:00".
std::optional<Timestamp> parse_time(std::string_view text) noexcept;

/// "2026-11-01T12:00:00Z", with a fraction where there is one.
std::string to_date(Timestamp when);
/// "in 9 minutes 30 seconds", "3 days ago", "now": the `units` largest units at most, one or two.
std::string to_relative(Timestamp when, Timestamp now, unsigned units = 2);
/// "10 minutes", in the same way.
std::string to_words(Duration duration, unsigned units = 2);

/// The time of this machine.
Timestamp wall_clock();
std::int64_t to_seconds(Timestamp when) noexcept;

}  // namespace signet::cli
