#include "resource/demands.h"

#include <algorithm>

#include "resource/challenge.h"
#include "try.h"

namespace signet::resource {
namespace {

bool has_word(std::string_view words, std::string_view wanted) noexcept {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (word == wanted) return true;
    words.remove_prefix(std::min(word.size() + 1, words.size()));
  }
  return false;
}

std::string_view text_of(const jwt::Claims& claims, std::string_view name) noexcept {
  const auto value = claims.find(name);
  return value ? value->string().value_or(std::string_view()) : std::string_view();
}

Result<> check_authentication(const Demands& demands, const jwt::Claims& claims, Timestamp now) {
  const auto& wanted = demands.acr_values;
  if (!wanted.empty() && std::ranges::find(wanted, text_of(claims, "acr")) == wanted.end())
    return fail(Errc::authentication_insufficient, "acr");
  if (!demands.max_age) return {};
  const auto value = claims.find("auth_time");
  if (!value) return fail(Errc::authentication_insufficient, "auth_time");
  const auto when = jwt::parse_numeric_date(*value, "auth_time");
  if (!when || now - *when > *demands.max_age) return fail(Errc::authentication_insufficient, "auth_time");
  return {};
}

/// A word of a challenge: no space, and nothing that has to be escaped.
bool is_word(std::string_view text) noexcept {
  return !text.empty() && is_quotable(text) && !text.contains(' ');
}

}  // namespace

Result<> check_demands(const Demands& demands, const jwt::Claims& claims, Timestamp now) {
  const jwt::Audience audience = claims.audience();
  const auto is_named = [&](const std::string& one) { return audience.contains(one); };
  if (!demands.audiences.empty() && std::ranges::none_of(demands.audiences, is_named))
    return fail(Errc::claim_mismatch, "aud");
  for (const std::string& scope : demands.scopes)
    if (!has_word(text_of(claims, "scope"), scope)) return fail(Errc::scope_insufficient, "scope");
  for (const jwt::Requirement& requirement : demands.requirements) SIGNET_CHECK(requirement(claims, now));
  return check_authentication(demands, claims, now);
}

Result<> check_form(const Demands& demands) {
  const auto is_empty = [](const std::string& text) { return text.empty(); };
  if (std::ranges::any_of(demands.audiences, is_empty)) return fail(Errc::policy_incomplete, "aud");
  if (!std::ranges::all_of(demands.scopes, is_word)) return fail(Errc::policy_incomplete, "scope");
  if (!std::ranges::all_of(demands.acr_values, is_word)) return fail(Errc::policy_incomplete, "acr");
  if (demands.max_age && *demands.max_age < Duration::zero()) return fail(Errc::limit_exceeded, "max_age");
  return {};
}

}  // namespace signet::resource
