#include "signet/requirement.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "codec/ascii.h"
#include "try.h"

namespace signet::jwt {

struct Requirement::Row {
  std::string_view words;  // in front of its value
  Test test;
  bool takes_list;
  bool takes_integers_only;
};

// Those that begin like another come first.
constexpr Requirement::Row Requirement::kRows[] = {
    {"==", Test::equal, false, false},
    {"!=", Test::other, false, false},
    {"<=", Test::at_most, false, true},
    {">=", Test::at_least, false, true},
    {"<", Test::less, false, true},
    {">", Test::more, false, true},
    {"contains any", Test::contains_any, true, false},
    {"contains all", Test::contains_all, true, false},
    {"contains", Test::contains_any, false, false},
    {"in", Test::in, true, false},
};

/// Reads a text from left to right.
class RequirementReader {
 public:
  explicit RequirementReader(std::string_view text) : rest_(text) {}

  Result<Requirement> read() {
    Requirement made;
    skip_spaces();
    SIGNET_CHECK(read_path(made));
    skip_spaces();
    if (!rest_.empty() && !take_word("exists")) SIGNET_CHECK(read_comparison(made));
    skip_spaces();
    if (!rest_.empty()) return fail(Errc::malformed_requirement, "end");
    return made;
  }

 private:
  using Literal = Requirement::Literal;

  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  bool take(std::string_view words) {
    if (!rest_.starts_with(words)) return false;
    rest_.remove_prefix(words.size());
    return true;
  }
  /// A word that another one does not go on.
  bool take_word(std::string_view words) {
    const bool goes_on = rest_.size() > words.size() && codec::is_alnum(rest_[words.size()]);
    return (!goes_on || !codec::is_alpha(words.back())) && take(words);
  }

  static bool is_bare(char c) noexcept {
    return codec::is_alnum(c) || !codec::is_ascii(c) || std::string_view("_-.:/~").find(c) != std::string_view::npos;
  }

  Result<> read_path(Requirement& made) {
    const bool is_quoted = rest_.starts_with('\'');
    if (is_quoted) {
      SIGNET_TRY(made.path_, read_text("name"));
    } else {
      const auto end = std::ranges::find_if_not(rest_, is_bare);
      made.path_.assign(rest_.begin(), end);
      made.is_pointer_ = made.path_.starts_with('/');
      rest_.remove_prefix(made.path_.size());
    }
    // A way inside begins with '/'; without, nobody would see that it is none.
    const bool is_odd = !is_quoted && !made.is_pointer_ && made.path_.find_first_of("/~") != std::string::npos;
    if (made.path_.empty() || is_odd) return fail(Errc::malformed_requirement, "name");
    return {};
  }

  Result<> read_comparison(Requirement& made) {
    const auto* const row =
        std::ranges::find_if(Requirement::kRows, [this](const Requirement::Row& one) { return take_word(one.words); });
    if (row == std::end(Requirement::kRows)) return fail(Errc::malformed_requirement, "operator");
    made.test_ = row->test;
    skip_spaces();
    if (row->takes_list) return read_list(made.values_);
    SIGNET_TRY(Literal value, read_literal());
    if (row->takes_integers_only && !std::holds_alternative<std::int64_t>(value))
      return fail(Errc::malformed_requirement, "value");
    made.values_.push_back(std::move(value));
    return {};
  }

  Result<> read_list(std::vector<Literal>& values) {
    if (!take("[")) return fail(Errc::malformed_requirement, "value");
    do {
      if (values.size() == Requirement::kMaxValues) return fail(Errc::limit_exceeded, "requirement");
      skip_spaces();
      SIGNET_TRY(Literal value, read_literal());
      values.push_back(std::move(value));
      skip_spaces();
    } while (take(","));
    if (!take("]")) return fail(Errc::malformed_requirement, "value");
    return {};
  }

  Result<Literal> read_literal() {
    if (rest_.starts_with('\'')) {
      SIGNET_TRY(std::string text, read_text("value"));
      return Literal(std::move(text));
    }
    if (take_word("true")) return Literal(true);
    if (take_word("false")) return Literal(false);
    if (take_word("null")) return Literal();
    std::int64_t number = 0;
    const char* const begin = rest_.data();
    const auto [end, error] = std::from_chars(begin, begin + rest_.size(), number);
    if (error != std::errc{}) return fail(Errc::malformed_requirement, "value");
    rest_.remove_prefix(static_cast<std::size_t>(end - begin));
    return Literal(number);
  }

  /// What stands in quotes, where two of them are one.
  Result<std::string> read_text(std::string_view what) {
    std::string text;
    for (rest_.remove_prefix(1);; rest_.remove_prefix(1)) {
      if (rest_.empty()) return fail(Errc::malformed_requirement, what);
      if (rest_.front() == '\'') {
        rest_.remove_prefix(1);
        if (!rest_.starts_with('\'')) return text;
      }
      text += rest_.front();
    }
  }

  std::string_view rest_;
};

Result<Requirement> Requirement::parse(std::string_view text) {
  if (text.size() > kMaxText) return fail(Errc::limit_exceeded, "requirement");
  SIGNET_TRY(Requirement made, RequirementReader(text).read());
  made.text_ = text;
  return made;
}

Result<> Requirement::operator()(const Claims& claims, Timestamp /*now*/) const {
  const std::string_view path = path_;
  // What a refusal names is the claim, not the way into it.
  const std::string_view name = is_pointer_ ? path.substr(1, path.find('/', 1) - 1) : path;
  const std::optional<json::Value> value = is_pointer_ ? claims.at(path) : claims.find(path);
  if (!value) return fail_on_input(Errc::claim_missing, name);
  if (!holds(*value)) return fail_on_input(Errc::claim_mismatch, name);
  return {};
}

bool Requirement::holds(const json::Value& value) const noexcept {
  const auto is_equal = [&](const Literal& one) { return equals(value, one); };
  const auto is_contained = [&](const Literal& one) { return contains(value, one); };
  switch (test_) {
    case Test::exists:
      return true;
    case Test::equal:
    case Test::in:
      return std::ranges::any_of(values_, is_equal);
    case Test::other:
      return is_kind_of(value, values_.front()) && std::ranges::none_of(values_, is_equal);
    case Test::contains_any:
      return std::ranges::any_of(values_, is_contained);
    case Test::contains_all:
      return std::ranges::all_of(values_, is_contained);
    case Test::less:
    case Test::at_most:
    case Test::more:
    case Test::at_least: {
      const std::optional<std::int64_t> number = value.integer();
      return number && compares(*number);
    }
  }
  return false;
}

bool Requirement::compares(std::int64_t number) const noexcept {
  const std::int64_t bound = std::get<std::int64_t>(values_.front());
  if (test_ == Test::less) return number < bound;
  if (test_ == Test::at_most) return number <= bound;
  return test_ == Test::more ? number > bound : number >= bound;
}

// What has another type may well mean the same for who wrote it: it is not "other" but unknown.
bool Requirement::is_kind_of(const json::Value& value, const Literal& literal) noexcept {
  if (std::holds_alternative<std::string>(literal)) return value.is_string();
  if (std::holds_alternative<std::int64_t>(literal)) return value.integer().has_value();
  if (std::holds_alternative<bool>(literal)) return value.is_boolean();
  return true;
}

bool Requirement::equals(const json::Value& value, const Literal& literal) noexcept {
  if (const auto* const text = std::get_if<std::string>(&literal)) return value.string() == *text;
  if (const auto* const number = std::get_if<std::int64_t>(&literal)) return value.integer() == *number;
  if (const auto* const truth = std::get_if<bool>(&literal)) return value.boolean() == *truth;
  return value.is_null();
}

bool Requirement::contains(const json::Value& value, const Literal& literal) noexcept {
  for (const json::Value element : value.elements())
    if (equals(element, literal)) return true;
  // RFC 6749 section 3.3: a scope is words with spaces between them.
  const auto* const wanted = std::get_if<std::string>(&literal);
  return value.is_string() && wanted != nullptr && codec::has_word(*value.string(), *wanted);
}

}  // namespace signet::jwt
