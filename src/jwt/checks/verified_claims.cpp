#include "jwt/checks/verified_claims.h"

#include "jwt/checks/among.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kOwnRules[] = {
    {"IDA Schema 1.0 5.2", "verified_claims is an object, or an array of objects, with verification and claims"},
    {"IDA Schema 1.0 5.4.2", "verification has trust_framework, which is a string"},
    {"IDA Schema 1.0 5.4.2",
     "assurance_process is an object; its texts, assurance_level and verification_process are strings"},
    {"IDA Schema 1.0 5.4.2", "time of verification is that of ISO 8601: 2021-05-11T14:29Z"},
    {"IDA Schema 1.0 5.4.2", "assurance_details is an array of one or more objects"},
    {"IDA Schema 1.0 5.4.2", "evidence_ref is an array of one or more objects, each with check_id"},
    {"IDA Schema 1.0 5.4.2", "each check_id of evidence_ref is one of check_details"},
};
constexpr auto kRules = join_rules(kOwnRules, kEvidenceRules);

constexpr MemberType kVerificationMembers[] = {
    {"assurance_level", is_string}, {"verification_process", is_string}, {"assurance_process", is_object}};
constexpr MemberType kProcessMembers[] = {{"policy", is_string}, {"procedure", is_string}};
constexpr MemberType kDetailMembers[] = {{"assurance_type", is_string}, {"assurance_classification", is_string}};
constexpr MemberType kTimeMember[] = {{"time", is_string_of<is_assurance_time>}};

bool is_reference(const json::Value& value) noexcept {
  const auto id = value.find("check_id");
  return id && id->is_string();
}

/// Calls `visit` with each check_id that an evidence_ref names.
template <class Visit>
void for_each_reference(const json::Value& details, const Visit& visit) noexcept {
  for (const json::Value detail : details.elements()) {
    const auto references = detail.find("evidence_ref");
    if (!references) continue;
    for (const json::Value reference : references->elements()) visit(*reference.find("check_id")->string());
  }
}

/// Calls `visit` with each check_id of check_details.
template <class Visit>
void for_each_check(const json::Value& verification, const Visit& visit) noexcept {
  const auto evidence = verification.find("evidence");
  if (!evidence) return;
  for (const json::Value element : evidence->elements()) {
    const auto checks = element.find("check_details");
    if (!checks) continue;
    for (const json::Value check : checks->elements()) {
      if (const auto id = check.find("check_id")) visit(id->string().value_or(""));
    }
  }
}

Breach check_detail(const json::Value& detail) noexcept {
  SIGNET_HOLDS(must(detail.is_object(), kRules[4]));
  SIGNET_HOLDS(check_members(detail, kDetailMembers, kRules[2]));
  const auto references = detail.find("evidence_ref");
  return must(!references || (is_array_of<is_reference>(*references) && references->size() > 0), kRules[5]);
}

Breach check_process(const json::Value& verification) noexcept {
  const auto process = verification.find("assurance_process");
  if (!process) return kHolds;
  SIGNET_HOLDS(check_members(*process, kProcessMembers, kRules[2]));
  const auto details = process->find("assurance_details");
  if (!details) return kHolds;
  SIGNET_HOLDS(must(details->is_array() && details->size() > 0, kRules[4]));
  SIGNET_HOLDS(check_each(*details, check_detail));
  const auto wanted = [&details](const auto& visit) { for_each_reference(*details, visit); };
  const auto given = [&verification](const auto& visit) { for_each_check(verification, visit); };
  return must(all_among(wanted, given), kRules[6]);
}

Breach check_one(const json::Value& element) noexcept {
  const auto verification = element.find("verification");
  const auto claims = element.find("claims");
  SIGNET_HOLDS(must(verification && verification->is_object() && claims && claims->is_object(), kRules[0]));
  const auto framework = verification->find("trust_framework");
  SIGNET_HOLDS(must(framework && framework->is_string(), kRules[1]));
  SIGNET_HOLDS(check_members(*verification, kVerificationMembers, kRules[2]));
  SIGNET_HOLDS(check_members(*verification, kTimeMember, kRules[3]));
  if (const auto evidence = verification->find("evidence")) SIGNET_HOLDS(check_evidence(*evidence, *claims));
  return check_process(*verification);
}

Breach check_verified_claims(const json::Value& value) noexcept {
  return value.is_array() ? check_each(value, check_one) : check_one(value);
}

}  // namespace

constexpr ClaimCheck kVerifiedClaims{check_verified_claims, kRules};

}  // namespace signet::jwt
