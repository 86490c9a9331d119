#include "profiles/checks.h"

#include <algorithm>

#include "jwt/claim_rules.h"

namespace signet::jwt::profile {

void expect_text(const ProfileInput& input, std::string_view claim, std::optional<std::string_view> expected,
                 const Rule& rule, Report& report) {
  if (!expected) return;
  const auto value = input.claims.find(claim);
  if (!value) return report.add(Errc::claim_missing, claim, &rule);
  if (value->string() != expected) report.add(Errc::claim_mismatch, claim, &rule);
}

void demand_text(const ProfileInput& input, std::string_view claim, std::optional<std::string_view> expected,
                 std::string_view name, const Rule& rule, Report& report) {
  if (!expected) return report.add(Errc::policy_incomplete, name, &rule);
  expect_text(input, claim, expected, rule, report);
}

void expect_acr(const ProfileInput& input, const Rule& rule, Report& report) {
  const auto asked = input.context.acr_values;
  if (asked.empty()) return;
  const auto value = input.claims.find("acr");
  if (!value) return report.add(Errc::claim_missing, "acr", &rule);
  if (std::ranges::find(asked, value->string().value_or("")) == asked.end())
    report.add(Errc::claim_mismatch, "acr", &rule);
}

void expect_auth_time(const ProfileInput& input, const Rule& rule, Report& report) {
  if (!input.context.max_auth_age) return;
  // No time is that short; what is added to a time must not be negative either (later()).
  if (*input.context.max_auth_age < Duration::zero()) return report.add(Errc::limit_exceeded, "max_auth_age", &rule);
  const auto value = input.claims.find("auth_time");
  if (!value) return report.add(Errc::claim_missing, "auth_time", &rule);
  const auto when = parse_numeric_date(*value, "auth_time");
  if (!when) return report.add(Errc::claim_type, "auth_time", &rule);
  if (later(input.now, input.leeway) < *when) return report.add(Errc::token_not_yet_valid, "auth_time", &rule);
  if (input.now > later(later(*when, *input.context.max_auth_age), input.leeway))
    report.add(Errc::token_expired, "auth_time", &rule);
}

void expect_audience(const ProfileInput& input, const Rule& rule, Report& report) {
  const auto trusted = [&input](const json::Value& name) {
    return std::ranges::find(input.audiences, name.string().value_or("")) != input.audiences.end();
  };
  const Audience audience = input.claims.audience();
  if (!input.audiences.empty() && audience.json()) {
    for (const json::Value element : audience.json()->elements()) {
      if (!trusted(element)) return report.add(Errc::claim_mismatch, "aud", &rule);
    }
  }
  expect_client(input, rule, report);
}

void expect_client(const ProfileInput& input, const Rule& rule, Report& report) {
  if (input.context.client_id && !input.claims.audience().contains(*input.context.client_id))
    report.add(Errc::claim_mismatch, "aud", &rule);
}

}  // namespace signet::jwt::profile
