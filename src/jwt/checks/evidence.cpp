// Evidence of verified_claims: OpenID Identity Assurance Schema Definition 1.0 section 5.4.4.
#include <array>

#include "jwt/checks/among.h"
#include "jwt/checks/values.h"
#include "jwt/checks/verified_claims.h"

namespace signet::jwt {
namespace {

constexpr Rule const& kIsArray = kEvidenceRules[0];
constexpr Rule const& kType = kEvidenceRules[1];
constexpr Rule const& kCheckDetails = kEvidenceRules[2];
constexpr Rule const& kCheckMethod = kEvidenceRules[3];
constexpr Rule const& kDetailsType = kEvidenceRules[4];
constexpr Rule const& kSignature = kEvidenceRules[5];
constexpr Rule const& kDerived = kEvidenceRules[6];
constexpr Rule const& kDerivedAmong = kEvidenceRules[7];
constexpr Rule const& kTime = kEvidenceRules[8];

constexpr MemberType kCheckMembers[] = {{"organization", is_string}, {"check_id", is_string}};
constexpr MemberType kCheckTime[] = {{"time", is_string_of<is_assurance_time>}};

Breach check_check(const json::Value& check) noexcept {
  SIGNET_HOLDS(must(check.is_object(), kCheckDetails));
  const auto method = check.find("check_method");
  SIGNET_HOLDS(must(method && method->is_string(), kCheckMethod));
  SIGNET_HOLDS(check_members(check, kCheckMembers, kCheckMethod));
  return check_members(check, kCheckTime, kTime);
}

Breach check_checks(const json::Value& evidence, bool may_be_empty) noexcept {
  const auto checks = evidence.find("check_details");
  if (!checks) return kHolds;
  SIGNET_HOLDS(must(checks->is_array() && (may_be_empty || checks->size() > 0), kCheckDetails));
  return check_each(*checks, check_check);
}

/// document_details, record or attestation.
Breach check_details(const json::Value& evidence, std::string_view name) noexcept {
  const auto details = evidence.find(name);
  if (!details) return kHolds;
  const auto type = details->find("type");
  return must(type && type->is_string(), kDetailsType);
}

Breach check_signature(const json::Value& evidence) noexcept {
  for (const std::string_view name : {"signature_type", "issuer", "serial_number"}) {
    const auto member = evidence.find(name);
    SIGNET_HOLDS(must(member && member->is_string(), kSignature));
  }
  static constexpr MemberType kCreated[] = {{"created_at", is_string_of<is_assurance_time>}};
  return check_members(evidence, kCreated, kTime);
}

Breach check_derived(const json::Value& evidence) noexcept {
  const auto derived = evidence.find("derived_claims");
  return must(!derived || (derived->is_object() && derived->size() > 0), kDerived);
}

bool is_document(const json::Value& evidence) noexcept {
  const auto type = evidence.find("type");
  return type && type->string() == "document";
}

/// Of all documents at once, so that the claims are not gone through for each of them.
bool derived_claims_are_there(const json::Value& evidence, const json::Value& claims) noexcept {
  const auto each_derived = [&evidence](const auto& visit) {
    for (const json::Value element : evidence.elements()) {
      const auto derived = is_document(element) ? element.find("derived_claims") : std::nullopt;
      if (!derived) continue;
      for (const auto& [name, value] : derived->members()) visit(name);
    }
  };
  const auto each_claim = [&claims](const auto& visit) {
    for (const auto& [name, value] : claims.members()) visit(name);
  };
  return all_among(each_derived, each_claim);
}

struct EvidenceType {
  std::string_view name;
  std::string_view details;  ///< the member that has a type
};
constexpr EvidenceType kTypes[] = {{"document", "document_details"},
                                   {"electronic_record", "record"},
                                   {"vouch", "attestation"},
                                   {"electronic_signature", ""}};

}  // namespace

bool is_assurance_time(std::string_view text) noexcept {
  constexpr std::size_t kMinutes = 16;  // characters of YYYY-MM-DDThh:mm
  if (is_date_time(text)) return true;
  std::array<char, 32> whole{};
  if (text.size() <= kMinutes || text.size() + 3 > whole.size()) return false;
  auto end = std::ranges::copy(text.substr(0, kMinutes), whole.begin()).out;
  end = std::ranges::copy(std::string_view(":00"), end).out;
  end = std::ranges::copy(text.substr(kMinutes), end).out;
  return is_date_time({whole.begin(), end});
}

Breach check_evidence(const json::Value& evidence, const json::Value& claims) noexcept {
  SIGNET_HOLDS(must(evidence.is_array(), kIsArray));
  for (const json::Value element : evidence.elements()) {
    SIGNET_HOLDS(must(element.is_object(), kIsArray));
    const auto type = element.find("type");
    const auto* const row = std::ranges::find(kTypes, type ? type->string().value_or("") : "", &EvidenceType::name);
    SIGNET_HOLDS(must(row != std::end(kTypes), kType));
    SIGNET_HOLDS(check_checks(element, !is_document(element)));
    if (row->details.empty()) {
      SIGNET_HOLDS(check_signature(element));
    } else {
      SIGNET_HOLDS(check_details(element, row->details));
    }
    SIGNET_HOLDS(check_derived(element));
  }
  return must(derived_claims_are_there(evidence, claims), kDerivedAmong);
}

}  // namespace signet::jwt
