#include "server/sidecar/dialect.h"

#include <algorithm>
#include <charconv>

#include "codec/form.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr const Dialect* kDialects[] = {
#define SIGNET_DIALECT(row) &dialect_rows::row,
#include "server/sidecar/dialects/list.inc"
#undef SIGNET_DIALECT
};

/// An empty demand would be met by everybody.
Result<> set_words(std::vector<std::string>& words, std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!word.empty()) words.emplace_back(word);
  }
  if (words.empty()) return fail(Errc::usage, name);
  return {};
}

Result<> set_max_age(resource::Demands& demands, std::string_view text) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return fail(Errc::usage, "max_age");
  demands.max_age = std::chrono::seconds(seconds);
  return {};
}

struct Parameter {
  std::string_view name;
  Result<> (*set)(resource::Demands& demands, std::string_view value);
};
constexpr Parameter kParameters[] = {
    {"aud",
     [](resource::Demands& demands, std::string_view value) { return set_words(demands.audiences, value, "aud"); }},
    {"scope",
     [](resource::Demands& demands, std::string_view value) { return set_words(demands.scopes, value, "scope"); }},
    {"acr",
     [](resource::Demands& demands, std::string_view value) { return set_words(demands.acr_values, value, "acr"); }},
    {"max_age", set_max_age},
};

}  // namespace

std::span<const Dialect* const> dialects() noexcept {
  return kDialects;
}

Result<Question> read_query(std::string_view query, const Generation& now) {
  const auto fields = codec::parse_form(query);
  if (!fields) return fail(Errc::usage, "query");
  Question question{.policy = now.only_policy()};
  std::vector<std::string_view> seen;
  for (const codec::FormField& field : *fields) {
    // Of two values one would be dropped, and that may be the stricter one.
    if (std::ranges::find(seen, field.name) != seen.end()) return fail_on_input(Errc::usage, field.name);
    seen.push_back(field.name);
    if (field.name == "policy") {
      question.policy = now.find_policy(field.value);
      if (!question.policy) return fail(Errc::usage, "policy");
      continue;
    }
    const auto* const row = std::ranges::find(kParameters, field.name, &Parameter::name);
    if (row == std::end(kParameters)) return fail_on_input(Errc::usage, field.name);
    if (!question.demands) question.demands.emplace();
    SIGNET_CHECK(row->set(*question.demands, field.value));
  }
  if (!question.policy) return fail(Errc::usage, "policy");
  return question;
}

}  // namespace signet::server
