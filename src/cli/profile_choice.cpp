#include "cli/profile_choice.h"

#include <algorithm>

#include "cli/completion.h"
#include "cli/explanation.h"
#include "cli/text.h"
#include "codec/nearest.h"
#include "jwt/profile_rules.h"
#include "signet/profiles.h"
#include "try.h"

namespace signet::cli {
namespace {

Profiles with_their_bases(std::span<const jwt::Profile* const> profiles) {
  const auto all = jwt::with_bases(profiles);
  return all ? *all : Profiles();
}

Result<> add(std::string_view id, Profiles& profiles) {
  const jwt::Profile* found = jwt::find_profile(id);
  if (found == nullptr) return fail(Errc::malformed_case, "profile");
  profiles.push_back(found);
  return {};
}

}  // namespace

std::unexpected<Failure> unknown_profile(std::string_view subject, std::string_view id) {
  std::vector<std::string_view> names;
  for (const jwt::Profile* profile : jwt::profiles()) names.push_back(profile->id);
  const auto like = codec::nearest(id, names);
  return usage(subject, "there is no profile of this name",
               like ? text("did you mean {}? signet profiles lists all", *like) : "signet profiles lists them");
}

Outcome<Profiles> chosen_profiles(const Arguments& args) {
  SIGNET_TRY(const std::vector<std::string> ids, args.list(kProfileFlag.name));
  Profiles profiles;
  for (const std::string& id : ids) {
    const jwt::Profile* found = jwt::find_profile(id);
    if (found == nullptr) return unknown_profile(kProfileFlag.name, id);
    profiles.push_back(found);
  }
  if (jwt::with_bases(profiles)) return profiles;
  return usage(kProfileFlag.name, "the profiles are of different kinds of token, and a token is of one kind",
               "name one kind of token; overlays may be added to it");
}

Outcome<Profiles> chosen_token_profiles(const Arguments& args) {
  SIGNET_TRY(Profiles profiles, chosen_profiles(args));
  for (const jwt::Profile* profile : with_their_bases(profiles)) {
    if (profile->own_verifier.empty()) continue;
    std::string hint;
    for (const Command* command : commands_after(profile->id))
      hint += text("{}signet {}", hint.empty() ? "" : " and ", command->name);
    return usage(kProfileFlag.name, "tokens of this kind have commands of their own", std::move(hint));
  }
  return profiles;
}

Result<Profiles> profiles_of(const json::Value& line) {
  Profiles profiles;
  const auto given = line.find("profile");
  if (!given || given->is_null()) return profiles;
  if (const auto id = given->string()) {
    SIGNET_CHECK(add(*id, profiles));
    return profiles;
  }
  for (const json::Value element : given->elements()) SIGNET_CHECK(add(element.string().value_or(""), profiles));
  if (profiles.empty()) return fail(Errc::malformed_case, "profile");
  return profiles;
}

const jwt::Profile* kind_of(std::span<const jwt::Profile* const> profiles) {
  return jwt::token_kind(with_their_bases(profiles));
}

bool decide_typ(std::span<const jwt::Profile* const> profiles) {
  const jwt::Profile* kind = kind_of(profiles);
  return kind != nullptr && !kind->needs_explicit_typ();
}

std::string accepted_typs(const jwt::Profile& kind) {
  std::vector<std::string> typs(kind.accepted_typs.begin(), kind.accepted_typs.end());
  if (kind.typ_may_be_absent) typs.emplace_back("none");
  return listed(typs, "or");
}

std::vector<std::string_view> required_claims(std::span<const jwt::Profile* const> profiles) {
  std::vector<std::string_view> names;
  for (const jwt::Profile* profile : with_their_bases(profiles)) {
    for (const std::string_view name : profile->required)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

bool compare(std::span<const jwt::Profile* const> profiles, std::string_view member) {
  const auto does = [member](const jwt::Profile* profile) {
    return std::ranges::find(profile->compares, member) != profile->compares.end();
  };
  return std::ranges::any_of(with_their_bases(profiles), does);
}

bool name_claim(std::span<const jwt::Profile* const> profiles, std::string_view claim) {
  return std::ranges::any_of(with_their_bases(profiles),
                             [claim](const jwt::Profile* profile) { return profile->names_claim(claim); });
}

}  // namespace signet::cli
