#include "jwt/profile_rules.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "jose/header.h"
#include "jwt/claims_reader.h"
#include "signet/claim_registry.h"

namespace signet::jwt {
namespace {

constexpr Rule kOneKind{"RFC 8725 2.8", "a token is of one kind; tokens of another kind are not taken for it"};

constexpr Rule kTyp{"RFC 8725 3.11", "a token has the typ of its kind"};
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
}

void check_required(const Profile& profile, const Claims& claims, Report& report) {
  for (const std::string_view name : profile.required) {
    if (!claims.find(name)) report.add(Errc::claim_missing, name, &profile.members);
  }
}

void check_forbidden(const Profile& profile, const Claims& claims, Report& report) {
  for (const std::string_view name : profile.forbidden) {
    if (claims.find(name)) report.add(Errc::claim_rule, name, &profile.members);
  }
}

/// Where a document gives its tokens a typ, a token is made with that one, as it is taken with no other.
void check_issued_typ(std::span<const Profile* const> profiles, const json::Value& header, Report& report) {
  const Profile* kind = token_kind(profiles);
  if (kind == nullptr || kind->needs_explicit_typ()) return;
  const auto typ = header.find("typ");
  const auto same = [&typ](std::string_view one) { return jose::same_media_type(typ->string().value_or(""), one); };
  //= rfc8725#3.11 explicit typing keeps kinds of tokens apart
  const bool accepted = typ ? std::ranges::any_of(kind->accepted_typs, same) : kind->typ_may_be_absent;
  if (!accepted) report.add(Errc::typ_mismatch, "typ", &kTyp);
}

/// What the profiles are given of a token that is not signed yet.
ProfileInput issued_input(const Claims& claims, json::Value header, const Context& nothing) {
  return {.claims = claims,
          .header = header,
          .encryption = {},
          .algorithm = {},
          .now = claims.issued_at().value_or(Timestamp{}),
          .leeway = {},
          .issuers = {},
          .audiences = {},
          .context = nothing,
          .issuing = true};
}

bool has_wrong_type(std::span<const Error> errors) {
  return std::ranges::find(errors, Errc::claim_type, &Error::code) != errors.end();
}

/// Adds what is no error yet: profiles that build on each other ask for the same claims, and of a claim that is not
/// there no more is said. A set without a header cannot
/// lack what belongs there.
void add_new(std::vector<Error> found, std::vector<Error>& errors) {
  for (Error& error : found) {
    const auto same = [&error](const Error& old) {
      return old.subject == error.subject && (old.code == error.code || old.code == Errc::claim_missing);
    };
    if (error.code != Errc::header_parameter && std::ranges::none_of(errors, same)) errors.push_back(std::move(error));
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
  //= rfc8725#2.8 one kind of JWT is not confused with another
  kind = token_kind(all);
  for (const Profile* profile : all) {
    if (profile->kind == ProfileKind::token && !builds_on(*kind, *profile)) {
      return fail(Errc::policy_incomplete, "profile", &kOneKind);
    }
  }
  return all;
}

Result<> check_usable(std::span<const Profile* const> profiles) {
  for (const Profile* profile : profiles) {
    if (!profile->own_verifier.empty()) return fail(Errc::policy_incomplete, "profile", &kOwnVerifier);
  }
  return {};
}

void check_profiles(std::span<const Profile* const> profiles, const ProfileInput& input, Report& report) {
  for (const Profile* profile : profiles) {
    if (report.done()) return;
    check_header(*profile, input, report);
    if (input.issuing) check_required(*profile, input.claims, report);
    check_forbidden(*profile, input.claims, report);
    if (profile->check != nullptr && !report.done()) profile->check(input, report);
  }
}

void check_issued(std::span<const Profile* const> profiles, const Claims& claims, json::Value header, Report& report) {
  const Context nothing;
  check_issued_typ(profiles, header, report);
  check_profiles(profiles, issued_input(claims, header, nothing), report);
}

std::vector<Error> check_claims_for(std::span<const Profile* const> profiles, const json::Value& claims, Side side) {
  std::vector<Error> errors = check_claims_set(claims, side);
  const Result<std::vector<const Profile*>> all = with_bases(profiles);
  if (!all) return {all.error()};
  if (!claims.is_object()) return errors;
  // What is wrong with types and values was reported; here it only makes the view, which has all names.
  Report reported(Report::Extent::all);
  const ValueRules names_alone{.others = Scrutiny::off, .profiles = {}};
  const Claims view =
      ClaimsReader::read(claims, names_alone, {.types = reported, .values = reported, .warnings = reported}).claims;
  const bool may_check = side == Side::issuer && !has_wrong_type(errors);
  const Context nothing;
  const json::Document no_header;
  for (const Profile* profile : *all) {
    Report report(Report::Extent::all);
    check_required(*profile, view, report);
    check_forbidden(*profile, view, report);
    if (may_check && profile->check != nullptr) profile->check(issued_input(view, no_header.root(), nothing), report);
    add_new(std::move(report).take(), errors);
  }
  return errors;
}

}  // namespace signet::jwt
