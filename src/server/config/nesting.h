// How deep a text of TOML is nested, before it is parsed: toml++ bounds the depth of values, and not that of the tables
// which a dotted key makes, which it takes apart by recursion in the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signet::server::config {

/// Of brackets that are open at once, and of dots outside of strings on one line. A tree of values is then no deeper
/// than 17 * 17 + 17.
inline constexpr std::size_t kMaxNesting = 16;

/// The first line with more; nothing when there is none. A text that is no TOML is looked at up to where it ceases to
/// be.
std::optional<std::uint32_t> find_too_deep(std::string_view text) noexcept;

}  // namespace signet::server::config
