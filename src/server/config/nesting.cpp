#include "server/config/nesting.h"

#include <algorithm>

namespace signet::server::config {
namespace {

/// Goes through a text as far as strings, comments and brackets tell it apart.
class Scan {
 public:
  explicit Scan(std::string_view text) noexcept : rest_(text) {}

  std::optional<std::uint32_t> find() noexcept {
    while (!rest_.empty()) {
      step();
      if (depth_ > kMaxNesting || dots_ > kMaxNesting) return line_;
    }
    return std::nullopt;
  }

 private:
  void step() noexcept {
    switch (rest_.front()) {
      case '#':
        return skip(rest_.find('\n'));
      case '"':
      case '\'':
        return skip_string();
      case '\n':
        ++line_;
        dots_ = 0;
        break;
      case '.':
        ++dots_;
        break;
      case '[':
      case '{':
        ++depth_;
        break;
      case ']':
      case '}':
        depth_ -= depth_ > 0 ? 1 : 0;
        break;
      default:
        break;
    }
    skip(1);
  }

  void skip(std::size_t count) noexcept { rest_.remove_prefix(std::min(count, rest_.size())); }

  void skip_string() noexcept {
    const char quote = rest_.front();
    const auto quotes_here = [&] { return std::min(rest_.find_first_not_of(quote), rest_.size()); };
    const std::size_t opening = quotes_here();
    // Two are an empty string; six are an empty one of several lines.
    const bool has_lines = opening >= 3;
    skip(has_lines ? 3 : 1);
    while (!rest_.empty()) {
      if (rest_.front() == quote && (!has_lines || quotes_here() >= 3))
        return skip(has_lines ? std::min<std::size_t>(quotes_here(), 5) : 1);  // two may stand before the three
      if (rest_.front() == '\n') {
        if (!has_lines) return;  // it does not end, which the parser tells
        ++line_;
      }
      const bool is_escape = quote == '"' && rest_.front() == '\\' && rest_.size() > 1 && rest_[1] != '\n';
      skip(is_escape ? 2 : 1);
    }
  }

  std::string_view rest_;
  std::uint32_t line_ = 1;
  std::size_t depth_ = 0;
  std::size_t dots_ = 0;  // of this line
};

}  // namespace

std::optional<std::uint32_t> find_too_deep(std::string_view text) noexcept {
  return Scan(text).find();
}

}  // namespace signet::server::config
