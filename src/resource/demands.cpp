#include "resource/demands.h"

#include <algorithm>
#include <utility>

#include "codec/ascii.h"
#include "resource/forms.h"
#include "try.h"

namespace signet::resource {
namespace {

std::optional<std::string_view> text_of(const jwt::Claims& claims, std::string_view name) noexcept {
  const auto value = claims.find(name);
  return value ? value->string() : std::nullopt;
}

std::optional<Timestamp> date_of(const std::optional<json::Value>& value) {
  if (!value) return std::nullopt;
  const Result<Timestamp> when = jwt::parse_numeric_date(*value, "auth_time");
  return when ? std::optional(*when) : std::nullopt;
}

Result<> check_audience(const Demands& demands, const jwt::Claims& claims, Timestamp /*now*/) {
  const jwt::Audience audience = claims.audience();
  const auto is_named = [&](const std::string& one) { return audience.contains(one); };
  if (!demands.audiences.empty() && std::ranges::none_of(demands.audiences, is_named))
    return fail(Errc::claim_mismatch, "aud");
  return {};
}

Result<> check_permission(const Demands& demands, const jwt::Claims& claims, Timestamp now) {
  const std::string_view granted = text_of(claims, "scope").value_or(std::string_view());
  for (const std::string& scope : demands.scopes)
    if (!codec::has_word(granted, scope)) return fail(Errc::scope_insufficient, "scope");
  for (const jwt::Requirement& requirement : demands.requirements) SIGNET_CHECK(requirement(claims, now));
  return {};
}

Result<> check_authentication(const Demands& demands, const jwt::Claims& claims, Timestamp now) {
  const auto& wanted = demands.acr_values;
  const auto acr = text_of(claims, "acr");
  if (!wanted.empty() && (!acr || std::ranges::find(wanted, *acr) == wanted.end()))
    return fail(Errc::authentication_insufficient, "acr");
  if (!demands.max_age) return {};
  const auto value = claims.find("auth_time");
  const std::optional<Timestamp> when = date_of(value);
  // A time to come, as of an issuer that counts milliseconds, would never be too long ago.
  if (!when || *when > now + jwt::kMaxLeeway || now - *when > *demands.max_age)
    return fail(Errc::authentication_insufficient, "auth_time");
  return {};
}

struct Stage {
  Unmet::Kind kind;
  Result<> (*check)(const Demands& demands, const jwt::Claims& claims, Timestamp now);
};
constexpr Stage kStages[] = {{Unmet::Kind::token, check_audience},
                             {Unmet::Kind::permission, check_permission},
                             {Unmet::Kind::authentication, check_authentication}};

}  // namespace

std::optional<Unmet> find_unmet(const Demands& demands, const Demands* more, const jwt::Claims& claims, Timestamp now) {
  for (const Stage& stage : kStages) {
    for (const Demands* one : {&demands, more}) {
      if (one == nullptr) continue;
      if (Result<> met = stage.check(*one, claims, now); !met)
        return Unmet{.kind = stage.kind, .error = std::move(met).error()};
    }
  }
  return std::nullopt;
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
