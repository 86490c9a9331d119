// Dates and times as texts: RFC 3339.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "signet/timestamp.h"

namespace signet::codec {

/// The full-date of RFC 3339 section 5.6, "2026-11-01", if there is such a day. The year 0000 is a leap year.
std::optional<std::chrono::sys_days> parse_date(std::string_view text) noexcept;
/// The date-time of the same section, "2026-11-01T13:00:00.5+01:00", without leap seconds; digits beyond the
/// microsecond are dropped.
std::optional<Timestamp> parse_rfc3339(std::string_view text) noexcept;
/// "2026-11-01T12:00:00.5Z", with as much of a fraction as there is. The year is one of four digits.
std::string to_rfc3339(Timestamp when);

}  // namespace signet::codec
