// Dates in fields of HTTP.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "signet/timestamp.h"

namespace signet::codec {

/// A date in the form that senders must use (RFC 9110 section 5.6.7, IMF-fixdate: "Sun, 06 Nov 1994 08:49:37 GMT").
/// The two obsolete forms are not read: who uses them is asked again sooner, and no two-digit year is guessed.
std::optional<Timestamp> parse_http_date(std::string_view text) noexcept;

/// A time in that form.
std::string to_http_date(std::chrono::sys_seconds time);

}  // namespace signet::codec
