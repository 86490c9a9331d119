#include "jwt/claim_rules.h"

#include <algorithm>

#include "jwt/context_members.h"
#include "jwt/profile_rules.h"

namespace signet::jwt {
namespace {

constexpr Rule kTyp{"RFC 8725 3.11", "the type of a token is checked"};
constexpr Rule kIssuer{"RFC 8725 3.8", "the issuer is the expected one, byte by byte"};
constexpr Rule kAudience{"RFC 7519 4.1.3", "who processes a token is in its audience"};
constexpr Rule kExpires{"RFC 7519 4.1.4", "a token is not accepted on or after exp"};
constexpr Rule kNotBefore{"RFC 7519 4.1.5", "a token is not accepted before nbf"};
constexpr Rule kIssuedAt{"RFC 7519 4.1.6", "a token was not issued in the future"};
constexpr Rule kCompared{"RFC 8725 3", "what the application expects is compared by a profile of its policy"};
constexpr Rule kAge{"RFC 7519 4.1.6", "iat decides how old a token is"};

void check_issuer(const ClaimRules& rules, const Claims& claims, Timestamp, Report& report) {
  if (rules.issuers.empty()) return;
  if (const auto issuer = claims.issuer()) {
    //= rfc8725#3.8 keys belong to the issuer that is named; the comparison is exact (RFC 7519 section 4.1.1)
    const bool expected = std::ranges::find(rules.issuers, *issuer) != rules.issuers.end();
    if (!expected) report.add(Errc::claim_mismatch, "iss", &kIssuer);
  } else if (!claims.find("iss")) {
    report.add(Errc::claim_missing, "iss", &kIssuer);
  }
}

void check_audience(const ClaimRules& rules, const Claims& claims, Timestamp, Report& report) {
  if (rules.audiences.empty()) return;
  const Audience audience = claims.audience();
  if (audience.json()) {
    //= rfc7519#4.1.3 a principal that is not among the values MUST reject the token
    const auto named = [&audience](const std::string& name) { return audience.contains(name); };
    if (std::ranges::none_of(rules.audiences, named)) report.add(Errc::claim_mismatch, "aud", &kAudience);
  } else if (!claims.find("aud")) {
    report.add(Errc::claim_missing, "aud", &kAudience);
  }
}

void check_required(const ClaimRules& rules, const Claims& claims, Timestamp, Report& report) {
  for (const auto& [name, rule] : rules.required) {
    if (!claims.find(name)) report.add(Errc::claim_missing, name, rule);
  }
}

void check_expiry(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report) {
  const auto expires_at = claims.expires_at();
  //= rfc7519#4.1.4 the current time MUST be before exp; a small leeway MAY be given
  if (expires_at && now >= later(*expires_at, rules.leeway)) report.add(Errc::token_expired, "exp", &kExpires);
}

void check_not_before(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report) {
  const auto not_before = claims.not_before();
  //= rfc7519#4.1.5 the current time MUST be after or equal to nbf; a small leeway MAY be given
  if (not_before && later(now, rules.leeway) < *not_before) report.add(Errc::token_not_yet_valid, "nbf", &kNotBefore);
}

void check_issued_at(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report) {
  const auto issued_at = claims.issued_at();
  if (issued_at && later(now, rules.leeway) < *issued_at) report.add(Errc::token_not_yet_valid, "iat", &kIssuedAt);
}

void check_age(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report) {
  const auto issued_at = claims.issued_at();
  if (!rules.max_age || !issued_at) return;  // that iat is there was required
  const Timestamp too_old_after = later(later(*issued_at, *rules.max_age), rules.leeway);
  if (now > too_old_after) report.add(Errc::token_expired, "iat", &kAge);
}

constexpr ClaimRule kInOrder[] = {
    {Step::iss, check_issuer},  {Step::aud, check_audience},   {Step::required, check_required},
    {Step::exp, check_expiry},  {Step::nbf, check_not_before}, {Step::iat, check_issued_at},
    {Step::max_age, check_age},
};

/// Those of them that look at the time.
constexpr std::span kOfTime = std::span(kInOrder).last<4>();
static_assert(kOfTime.front().step == Step::exp && kOfTime.back().step == Step::max_age);

constexpr Context kNothing{};

// The caller's code may throw; verification does not.
Result<> run_check(const std::string& name, const Check& rule, const Claims& claims, Timestamp now) {
  try {
    return rule(claims, now);
  } catch (...) {
    return fail(Errc::internal, name);
  }
}

}  // namespace

Timestamp later(Timestamp when, Duration by) noexcept {
  return when > Timestamp::max() - by ? Timestamp::max() : when + by;
}

std::span<const ClaimRule> claim_rules_in_order() noexcept {
  return kInOrder;
}

void check_typ(const ClaimRules& rules, const jose::Header& header, Report& report) {
  if (rules.typs.empty()) return;
  if (!header.typ) {
    if (!rules.typ_may_be_absent) report.add(Errc::typ_mismatch, "typ", &kTyp);
    return;
  }
  //= rfc7515#4.1.9 media types, "application/" may be left out
  //= rfc8725#3.11 explicit typing
  const auto same = [&header](const std::string& expected) { return jose::same_media_type(*header.typ, expected); };
  if (std::ranges::none_of(rules.typs, same)) report.add(Errc::typ_mismatch, "typ", &kTyp);
}

Claims judge(const ClaimRules& rules, const Proven& token, Timestamp now, const Context& context, Report& report,
             Report& warnings) {
  check_typ(rules, token.header, report);
  Report values(report.extent());
  const ReadReports reports{.types = report, .values = values, .warnings = warnings};
  const ReadClaims read = ClaimsReader::read(token.payload, rules.values(), reports);
  if (!token.payload.is_object()) return read.claims;
  check_claims(rules, read.claims, now, report);
  report.add_all(std::move(values));
  if (read.has_rules) check_token_rules(read.claims, Side::recipient, rules.values(), report, warnings);
  if (!read.typed) return read.claims;
  check_profiles(rules, token, read.claims, now, context, report);
  check_revocations(rules, read.claims, token.key_id, now, report);
  run_checks(rules, read.claims, now, report);
  return read.claims;
}

void judge_again(const ClaimRules& rules, const Proven& token, const Claims& claims, Timestamp now,
                 const Context* context, Revocations revocations, Report& report) {
  for (const ClaimRule& rule : kOfTime) rule.check(rules, claims, now, report);
  if (report.done()) return;
  if (context != nullptr || !rules.profiles.empty())
    check_profiles(rules, token, claims, now, context == nullptr ? kNothing : *context, report);
  if (revocations == Revocations::ask) check_revocations(rules, claims, token.key_id, now, report);
  run_checks(rules, claims, now, report);
}

void check_profiles(const ClaimRules& rules, const Proven& token, const Claims& claims, Timestamp now,
                    const Context& context, Report& report) {
  const ProfileInput input{.claims = claims,
                           .header = token.header_json,
                           .encryption = token.encryption,
                           .algorithm = token.algorithm,
                           .now = now,
                           .leeway = rules.leeway,
                           .issuers = rules.issuers,
                           .audiences = rules.audiences,
                           .context = context};
  if (!uncompared_member(context, rules.profiles).empty()) report.add(Errc::policy_incomplete, "context", &kCompared);
  check_profiles(rules.profiles, input, report);
}

void check_revocations(const ClaimRules& rules, const Claims& claims, std::string_view key_id, Timestamp now,
                       Report& report) {
  if (report.done()) return;
  Result<> good = check_revoked(rules.revocations, claims, key_id, now);
  if (!good) report.add(std::move(good).error());
}

void check_claims(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report) {
  for (const ClaimRule& rule : kInOrder) {
    if (report.done()) return;
    rule.check(rules, claims, now, report);
  }
}

void run_checks(const ClaimRules& rules, const Claims& claims, Timestamp now, Report& report) {
  for (const auto& [name, rule] : rules.checks) {
    if (report.done()) return;
    Result<> outcome = run_check(name, rule, claims, now);
    if (!outcome) report.add(std::move(outcome).error());
  }
}

}  // namespace signet::jwt
