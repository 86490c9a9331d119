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

/// Names to rows, made by the compiler: every claim of every token is looked up.
template <std::size_t N>
class NameIndex {
 public:
  consteval explicit NameIndex(const std::array<ClaimInfo, N>& rows) {
    for (std::size_t i = 0; i < N; ++i) {
      std::size_t slot = slot_of(rows[i].name);
      while (places_[slot] != 0) slot = (slot + 1) % kSlots;
      places_[slot] = static_cast<std::uint8_t>(i + 1);
    }
  }
  const ClaimInfo* find(std::span<const ClaimInfo> rows, std::string_view name) const noexcept {
    for (std::size_t slot = slot_of(name); places_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (const ClaimInfo& row = rows[places_[slot] - 1U]; row.name == name) return &row;
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 512;
  static_assert(N < 256);
  /// Three characters and the length tell the registered names apart well enough.
  static constexpr std::size_t slot_of(std::string_view name) noexcept {
    if (name.empty()) return 0;
    const auto at = [name](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(name[i])); };
    return (at(0) * 131 + at(name.size() / 2) * 31 + at(name.size() - 1) * 7 + name.size() * 67) % kSlots;
  }
  std::array<std::uint8_t, kSlots> places_{};
};

constexpr NameIndex kClaimIndex(kClaims);
constexpr NameIndex kConfirmationIndex(kConfirmations);

constexpr std::string_view kScrutinyNames[] = {"strict", "warn", "off"};

}  // namespace

std::string_view name_of(Scrutiny scrutiny) noexcept {
  return kScrutinyNames[static_cast<std::size_t>(scrutiny)];
}

std::optional<Scrutiny> find_scrutiny(std::string_view name) noexcept {
  const auto* const at = std::ranges::find(kScrutinyNames, name);
  if (at == std::end(kScrutinyNames)) return std::nullopt;
  return static_cast<Scrutiny>(at - std::begin(kScrutinyNames));
}

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
  return kClaimIndex.find(kClaims, name);
}

const ClaimInfo* find_registered_confirmation(std::string_view name) noexcept {
  return kConfirmationIndex.find(kConfirmations, name);
}

}  // namespace signet::jwt
