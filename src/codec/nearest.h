// Which known word a mistyped one may have been.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace signet::codec {

/// The number of letters to insert, remove, change or swap with their neighbour. It costs the product of the sizes.
std::size_t slips_between(std::string_view a, std::string_view b);
/// The one of `names` that is most like `word`, whatever the case, when it is like it at all; for "did you mean".
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> names);

}  // namespace signet::codec
