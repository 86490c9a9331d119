// What the checks of several profiles ask.
#pragma once

#include <optional>
#include <string_view>

#include "jwt/report.h"
#include "signet/profile.h"

namespace signet::jwt::profile {

/// A claim is there with exactly this text, when something is expected. Errors: claim_missing(NAME),
/// claim_mismatch(NAME).
void expect_text(const ProfileInput& input, std::string_view claim, std::optional<std::string_view> expected,
                 const Rule& rule, Report& report);
/// The same where a verification without an expectation makes no sense: policy_incomplete(NAME), NAME of the Context.
void demand_text(const ProfileInput& input, std::string_view claim, std::optional<std::string_view> expected,
                 std::string_view name, const Rule& rule, Report& report);

/// aud has nobody whom the policy does not expect, and the client of the Context. Errors: claim_mismatch(aud).
void expect_audience(const ProfileInput& input, const Rule& rule, Report& report);
/// aud has the client of the Context, when one is given. Errors: claim_mismatch(aud).
void expect_client(const ProfileInput& input, const Rule& rule, Report& report);

/// acr is one of Context::acr_values, when there are any. Errors: claim_missing(acr), claim_mismatch(acr).
void expect_acr(const ProfileInput& input, const Rule& rule, Report& report);
/// auth_time is within Context::max_auth_age, when it is there. Errors: limit_exceeded(max_auth_age) for a negative
/// one, claim_missing(auth_time), claim_type(auth_time), token_expired(auth_time), token_not_yet_valid(auth_time).
void expect_auth_time(const ProfileInput& input, const Rule& rule, Report& report);

}  // namespace signet::jwt::profile
