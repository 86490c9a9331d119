// Formatted text: the one place that includes fmt (libstdc++ 12 has no std::format).
#pragma once

#include <fmt/core.h>

#include <string>
#include <utility>

namespace signet::cli {

/// text("{} of {}", 1, 2) is "1 of 2"; the format is checked when it is compiled.
template <class... Values>
std::string text(fmt::format_string<Values...> format, Values&&... values) {
  return fmt::format(format, std::forward<Values>(values)...);
}

}  // namespace signet::cli
