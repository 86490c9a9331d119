// Language tags: the grammar of RFC 5646 section 2.1.
#include <algorithm>

#include "codec/ascii.h"
#include "jwt/checks/text.h"

namespace signet::jwt {
namespace {

using codec::all;
using codec::is_alnum;
using codec::is_alpha;
using codec::is_digit;

/// Takes subtags off the front of a tag, one by one.
class Subtags {
 public:
  explicit Subtags(std::string_view tag) noexcept : rest_(tag), more_(true) { advance(); }
  /// The one that comes next; empty behind the last one, and where two separators meet.
  std::string_view next() const noexcept { return next_; }
  bool at_end() const noexcept { return at_end_; }
  void advance() noexcept {
    at_end_ = !more_;
    const std::size_t end = std::min(rest_.find('-'), rest_.size());
    next_ = rest_.substr(0, end);
    more_ = end < rest_.size();
    rest_.remove_prefix(more_ ? end + 1 : end);
  }
  bool take(bool (*is_such)(std::string_view)) noexcept {
    if (at_end_ || !is_such(next_)) return false;
    advance();
    return true;
  }

 private:
  std::string_view rest_;
  std::string_view next_;
  bool more_;
  bool at_end_ = false;
};

bool has_size(std::string_view text, std::size_t least, std::size_t most) noexcept {
  return text.size() >= least && text.size() <= most;
}
bool is_language(std::string_view text) noexcept {
  return has_size(text, 2, 8) && all(text, is_alpha);
}
bool is_extended_language(std::string_view text) noexcept {
  return text.size() == 3 && all(text, is_alpha);
}
bool is_script(std::string_view text) noexcept {
  return text.size() == 4 && all(text, is_alpha);
}
bool is_region(std::string_view text) noexcept {
  return (text.size() == 2 && all(text, is_alpha)) || (text.size() == 3 && all(text, is_digit));
}
bool is_variant(std::string_view text) noexcept {
  return all(text, is_alnum) && (has_size(text, 5, 8) || (text.size() == 4 && is_digit(text.front())));
}
bool is_singleton(std::string_view text) noexcept {
  return text.size() == 1 && is_alnum(text.front()) && codec::to_lower(text.front()) != 'x';
}
bool is_extension(std::string_view text) noexcept {
  return has_size(text, 2, 8) && all(text, is_alnum);
}
bool is_x(std::string_view text) noexcept {
  return text == "x" || text == "X";
}
bool is_private(std::string_view text) noexcept {
  return has_size(text, 1, 8) && all(text, is_alnum);
}

/// One or more of such subtags.
bool take_some(Subtags& subtags, bool (*is_such)(std::string_view)) noexcept {
  if (!subtags.take(is_such)) return false;
  while (subtags.take(is_such)) {
  }
  return true;
}

/// The tags of the grandfathered lists that the rest of the grammar does not make.
constexpr std::string_view kIrregular[] = {"en-gb-oed", "i-ami", "i-bnn",     "i-default", "i-enochian", "i-hak",
                                           "i-klingon", "i-lux", "i-mingo",   "i-navajo",  "i-pwn",      "i-tao",
                                           "i-tay",     "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de"};

bool is_irregular(std::string_view tag) noexcept {
  const auto same = [tag](std::string_view one) { return std::ranges::equal(tag, one, {}, codec::to_lower); };
  return std::ranges::any_of(kIrregular, same);
}

}  // namespace

bool is_language_tag(std::string_view text) noexcept {
  if (is_irregular(text)) return true;
  Subtags subtags(text);
  if (subtags.take(is_x)) return take_some(subtags, is_private) && subtags.at_end();

  const bool may_extend = subtags.next().size() <= 3;
  if (!subtags.take(is_language)) return false;
  for (int i = 0; may_extend && i < 3 && subtags.take(is_extended_language); ++i) {
  }
  subtags.take(is_script);
  subtags.take(is_region);
  while (subtags.take(is_variant)) {
  }
  while (subtags.take(is_singleton)) {
    if (!take_some(subtags, is_extension)) return false;
  }
  if (subtags.take(is_x) && !take_some(subtags, is_private)) return false;
  return subtags.at_end();
}

}  // namespace signet::jwt
