// What a verifier demands of a token whose signature has held.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "jose/header.h"
#include "jwt/claims_reader.h"
#include "jwt/report.h"
#include "jwt/revocations.h"
#include "signet/claim_registry.h"
#include "signet/claims.h"
#include "signet/diagnosis.h"
#include "signet/jwt.h"

namespace signet::jwt {

/// A claim that must be there, and the rule that says so; null: the caller's own.
struct RequiredClaim {
  std::string name;
  const Rule* rule = nullptr;
};

/// A policy after it was found complete. An empty list of issuers, audiences or typs: ignored by name.
struct ClaimRules {
  std::vector<std::string> issuers;
  std::vector<std::string> audiences;
  std::vector<std::string> typs;
  bool typ_may_be_absent = false;
  // Holds iat when there is a max_age; neither iss nor aud when they are expected.
  std::vector<RequiredClaim> required;
  Duration leeway = kDefaultLeeway;
  std::optional<Duration> max_age;
  RevocationRules revocations;
  std::vector<std::pair<std::string, Check>> checks;
  Scrutiny registered_claims = Scrutiny::strict;
  std::vector<const Profile*> profiles;  // the base first

  ValueRules values() const noexcept { return {.others = registered_claims, .profiles = profiles}; }
};

/// What is judged when the signature holds.
struct Proven {
  const jose::Header& header;
  json::Value header_json;
  std::string_view algorithm;
  std::string_view encryption;
  std::string_view key_id = {};  // of the key that proved it
  json::Value payload;
};
/// Every rule, as far as `report` wants to know: typ; types of the registered claims; check_claims(); values of the
/// registered claims, and rules between them; profiles; revocations; the caller's checks. Those last three are promised
/// claims of the right types, so they do not run on others.
Claims judge(const ClaimRules& rules, const Proven& token, Timestamp now, const Context& context, Report& report,
             Report& warnings);

/// What judge() may find otherwise another time or for another context, in its order: exp, nbf, iat, max_age; profiles;
/// revocations, unless those are known to be the same; the caller's own checks. The token was judged good by the same
/// rules; null stands for a context that gives nothing.
enum class Revocations : std::uint8_t { same, ask };
void judge_again(const ClaimRules& rules, const Proven& token, const Claims& claims, Timestamp now,
                 const Context* context, Revocations revocations, Report& report);

/// What the profiles ask of claims that have their types.
void check_profiles(const ClaimRules& rules, const Proven& token, const Claims& claims, Timestamp now,
                    const Context& context, Report& report);

/// Whether the token was revoked, as the policy's source knows.
void check_revocations(const ClaimRules& rules, const Claims& claims, std::string_view key_id, Timestamp now,
                       Report& report);

/// Errors: typ_mismatch(typ).
void check_typ(const ClaimRules& rules, const jose::Header& header, Report& report);

/// `when` + `by`, at the end of time rather than past it. `by` is not negative: policies are checked for that.
Timestamp later(Timestamp when, Duration by) noexcept;

/// One rule on the claims, with the step that it is.
struct ClaimRule {
  Step step;
  void (*check)(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report);
};
/// iss, aud, required claims, exp, nbf, iat, max_age.
std::span<const ClaimRule> claim_rules_in_order() noexcept;

/// iss, aud, required claims, exp, nbf, iat, max_age, in this order. A claim that was left out of `claims` for its type
/// is not reported again.
void check_claims(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report);

/// The caller's own rules in the order in which they were given; one that throws is internal(NAME).
void run_checks(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report);

}  // namespace signet::jwt
