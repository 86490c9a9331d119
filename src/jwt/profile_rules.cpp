#include "jwt/profile_rules.h"

#include <algorithm>
#include <cstddef>

namespace signet::jwt {
namespace {

constexpr Rule kOneKind{"RFC 8725 2.8", "a token is of one kind; tokens of another kind are not taken for it"};

constexpr Rule kOwnVerifier{"RFC 8725 2.8", "tokens of this kind have a verifier of their own"};

constexpr std::string_view kDuties[] = {"verifier", "context", "issuer", "application"};

bool builds_on(const Profile& profile, const Profile& base) noexcept {
  for (const Profile* at = &profile; at != nullptr; at = at->base) {
    if (at == &base) return true;
  }
  return false;
}

void check_header(const Profile& profile, const ProfileInput& input, Report& report) {
  for (const std::string_view name : profile.required_header) {
    if (!input.header.find(name)) report.add(Errc::header_parameter, name, &profile.members);
  }
  for (const std::string_view name : profile.forbidden_header) {
    if (input.header.find(name)) report.add(Errc::header_parameter, name, &profile.members);
  }
}

void check_members(const Profile& profile, const ProfileInput& input, Report& report) {
  for (const std::string_view name : profile.required) {
    if (input.issuing && !input.claims.find(name)) report.add(Errc::claim_missing, name, &profile.members);
  }
  for (const std::string_view name : profile.forbidden) {
    if (input.claims.find(name)) report.add(Errc::claim_rule, name, &profile.members);
  }
}

}  // namespace

std::string_view name_of(Duty duty) noexcept {
  return kDuties[static_cast<std::size_t>(duty)];
}

bool Profile::names_claim(std::string_view claim) const noexcept {
  const auto has = [claim](std::span<const std::string_view> names) {
    return std::ranges::find(names, claim) != names.end();
  };
  return has(required) || has(optional) || has(forbidden);
}

const Profile* token_kind(std::span<const Profile* const> profiles) noexcept {
  const Profile* kind = nullptr;
  for (const Profile* profile : profiles) {
    if (profile->kind == ProfileKind::token && (kind == nullptr || builds_on(*profile, *kind))) kind = profile;
  }
  return kind;
}

Result<std::vector<const Profile*>> with_bases(std::span<const Profile* const> named) {
  std::vector<const Profile*> all;
  const auto add = [&all](const Profile& profile, const auto& self) -> void {
    if (profile.base != nullptr) self(*profile.base, self);
    if (std::ranges::find(all, &profile) == all.end()) all.push_back(&profile);
  };
  const Profile* kind = token_kind(named);
  for (const Profile* profile : named) {
    if (profile->kind == ProfileKind::token || kind == nullptr) add(*profile, add);
  }
  for (const Profile* profile : named) {
    if (std::ranges::find(all, profile) == all.end()) all.push_back(profile);
  }
  for (const Profile* profile : all) {
    if (!profile->own_verifier.empty()) return fail(Errc::policy_incomplete, "profile", &kOwnVerifier);
  }
  //= rfc8725#2.8 one kind of JWT is not confused with another
  kind = token_kind(all);
  for (const Profile* profile : all) {
    if (profile->kind == ProfileKind::token && !builds_on(*kind, *profile)) {
      return fail(Errc::policy_incomplete, "profile", &kOneKind);
    }
  }
  return all;
}

void check_profiles(std::span<const Profile* const> profiles, const ProfileInput& input, Report& report) {
  for (const Profile* profile : profiles) {
    if (report.done()) return;
    check_header(*profile, input, report);
    check_members(*profile, input, report);
    if (profile->check != nullptr && !report.done()) profile->check(input, report);
  }
}

}  // namespace signet::jwt
