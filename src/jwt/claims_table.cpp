// The two registries: one row for each claim and confirmation method.
#include <algorithm>
#include <array>
#include <cstddef>

#include "jwt/checks/checks.h"
#include "signet/claim_registry.h"

namespace signet::jwt {
namespace {

namespace document {
#define SIGNET_DOCUMENT(tag, name, url, has_anchors) constexpr Document tag{name, url, has_anchors};
#include "jwt/claim_documents.inc"
#undef SIGNET_DOCUMENT
}  // namespace document

namespace controller {
constexpr std::string_view cta = "Consumer_Technology_Association";
constexpr std::string_view ekyc = "eKYC_and_Identity_Assurance_WG";
constexpr std::string_view etsi = "ETSI";
constexpr std::string_view iesg = "IESG";
constexpr std::string_view ietf = "IETF";
constexpr std::string_view openid = "OpenID_Foundation_Artifact_Binding_Working_Group";
}  // namespace controller

#define SIGNET_CLAIM(order, name, type, tag, section, held_by, check, reference, title) \
  {order, name, title, controller::held_by, reference, &document::tag, section, ClaimType::type, {}, check},
constexpr ClaimInfo kClaimRows[] = {
#include "jwt/claims.inc"
};
constexpr ClaimInfo kConfirmationRows[] = {
#include "jwt/confirmations.inc"
};
#undef SIGNET_CLAIM

static_assert(std::ranges::is_sorted(kClaimRows, {}, &ClaimInfo::name));
static_assert(std::ranges::is_sorted(kConfirmationRows, {}, &ClaimInfo::name));

constexpr std::string_view kTypeNames[] = {"string",
                                           "StringOrURI",
                                           "StringOrURI or array of StringOrURI",
                                           "NumericDate",
                                           "integer",
                                           "number",
                                           "boolean",
                                           "object",
                                           "array",
                                           "array of string",
                                           "array of array",
                                           "array of object",
                                           "array of StringOrURI",
                                           "array of string or of object",
                                           "string or array of string",
                                           "integer or string",
                                           "object or array of object"};

/// A text that is put together by the compiler.
struct FixedText {
  std::array<char, 128> octets{};
  std::size_t size = 0;
  constexpr FixedText& operator<<(std::string_view text) {
    for (const char c : text) octets.at(size++) = c;
    return *this;
  }
  constexpr std::string_view view() const noexcept { return {octets.data(), size}; }
};

template <std::size_t N>
struct TypeRules {
  std::array<FixedText, N> sections, texts;
};

template <std::size_t N>
consteval TypeRules<N> type_rules_of(const ClaimInfo (&rows)[N]) {
  TypeRules<N> rules;
  for (std::size_t i = 0; i < N; ++i) {
    rules.sections[i] << rows[i].document->name << (rows[i].section.empty() ? "" : " ") << rows[i].section;
    rules.texts[i] << "the type of " << rows[i].name << " is " << kTypeNames[static_cast<std::size_t>(rows[i].type)];
  }
  return rules;
}

template <std::size_t N>
consteval std::array<ClaimInfo, N> with_rules(const ClaimInfo (&rows)[N], const TypeRules<N>& rules) {
  std::array<ClaimInfo, N> whole{};
  for (std::size_t i = 0; i < N; ++i) {
    whole[i] = rows[i];
    whole[i].type_rule = {rules.sections[i].view(), rules.texts[i].view()};
  }
  return whole;
}

constexpr auto kClaimTypeRules = type_rules_of(kClaimRows);
constexpr auto kConfirmationTypeRules = type_rules_of(kConfirmationRows);
constexpr auto kClaims = with_rules(kClaimRows, kClaimTypeRules);
constexpr auto kConfirmations = with_rules(kConfirmationRows, kConfirmationTypeRules);

constexpr RegistryInfo kRegistry{"JSON Web Token (JWT)", "2015-01-23", "2025-07-11"};

const ClaimInfo* find(std::span<const ClaimInfo> rows, std::string_view name) noexcept {
  const auto at = std::ranges::lower_bound(rows, name, {}, &ClaimInfo::name);
  return at != rows.end() && at->name == name ? &*at : nullptr;
}

}  // namespace

std::string_view name_of(ClaimType type) noexcept {
  return kTypeNames[static_cast<std::size_t>(type)];
}

const RegistryInfo& registry_info() noexcept {
  return kRegistry;
}

std::span<const ClaimInfo> registered_claims() noexcept {
  return kClaims;
}

std::span<const ClaimInfo> registered_confirmations() noexcept {
  return kConfirmations;
}

const ClaimInfo* find_registered_claim(std::string_view name) noexcept {
  return find(kClaims, name);
}

const ClaimInfo* find_registered_confirmation(std::string_view name) noexcept {
  return find(kConfirmations, name);
}

}  // namespace signet::jwt
