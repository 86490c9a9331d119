// Profiles at work: which ones a policy means, and their rules on a token.
#pragma once

#include <span>
#include <vector>

#include "jwt/report.h"
#include "signet/profile.h"
#include "signet/result.h"

namespace signet::jwt {

/// The profiles with those that they build on, the base first, each once. An overlay brings its base along unless
/// another kind of token was named. Errors: policy_incomplete(profile) for two kinds of token.
Result<std::vector<const Profile*>> with_bases(std::span<const Profile* const> named);

/// Whether a Verifier and a Builder can work with them. Errors: policy_incomplete(profile) for one that has a verifier
/// of its own.
Result<> check_usable(std::span<const Profile* const> profiles);

/// The kind of token among them: the one that no other builds on. Null: none.
const Profile* token_kind(std::span<const Profile* const> profiles) noexcept;

/// Header parameters and claims that are required or forbidden, then what each profile checks itself. Required claims
/// are the policy's business when a token is verified. Errors: header_parameter(NAME), claim_rule(NAME),
/// claim_missing(NAME) when issuing, and those of the checks.
void check_profiles(std::span<const Profile* const> profiles, const ProfileInput& input, Report& report);

/// The same for a token that is being made with this header: nothing is known of its recipient. Errors: also
/// typ_mismatch(typ) for a typ that is not the one of the kind.
void check_issued(std::span<const Profile* const> profiles, const Claims& claims, json::Value header, Report& report);

}  // namespace signet::jwt
