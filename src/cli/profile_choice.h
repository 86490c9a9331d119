// The profiles that --profile, or a line of a batch, names.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "signet/json.h"
#include "signet/profile.h"

namespace signet::cli {

using Profiles = std::vector<const jwt::Profile*>;

inline constexpr Flag kProfileFlag = {"--profile", "ID[,ID]",
                                      "a profile that the token must meet, as signet profiles lists them", true};

/// Errors: usage(--profile), with the name that may be meant.
Outcome<Profiles> chosen_profiles(const Arguments& args);
/// The same for making or verifying a token. Errors: also usage(--profile) for a kind that has commands of its own.
Outcome<Profiles> chosen_token_profiles(const Arguments& args);
/// The member "profile" of a batch line: a text or an array of texts; nothing when it is not there or null.
/// Errors: malformed_case(profile).
Result<Profiles> profiles_of(const json::Value& line);
/// "there is no such profile", as usage(SUBJECT).
std::unexpected<Failure> unknown_profile(std::string_view subject, std::string_view id);

/// The kind of token that profiles are about, that of an overlay without one its base; null: none, or no single one.
const jwt::Profile* kind_of(std::span<const jwt::Profile* const> profiles);
/// Whether that kind has a typ of its own, so that the policy need not say which it expects.
bool decide_typ(std::span<const jwt::Profile* const> profiles);
/// "at+jwt or jwt"; "JWT or none".
std::string accepted_typs(const jwt::Profile& kind);
/// All that are required, of the profiles and of those that they build on, each once.
std::vector<std::string_view> required_claims(std::span<const jwt::Profile* const> profiles);
/// Whether one of the profiles, or of those that they build on, compares the member of jwt::Context.
bool compare(std::span<const jwt::Profile* const> profiles, std::string_view member);
/// Whether one of the profiles, or of those that they build on, speaks of the claim.
bool name_claim(std::span<const jwt::Profile* const> profiles, std::string_view claim);

}  // namespace signet::cli
