// vc and vp: W3C Verifiable Credentials Data Model 1.0 and 1.1, section 6.3.1.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr std::string_view kBaseContext = "https://www.w3.org/2018/credentials/v1";

constexpr Rule kVcRules[] = {
    {"VC Data Model 1.1 4.1", "the @context of vc begins with https://www.w3.org/2018/credentials/v1"},
    {"VC Data Model 1.1 4.3", "the type of vc has VerifiableCredential"},
    {"VC Data Model 1.1 4.4", "vc has a credentialSubject, an object or an array of objects"},
};
constexpr Rule kVpRules[] = {
    {"VC Data Model 1.1 4.1", "the @context of vp begins with https://www.w3.org/2018/credentials/v1"},
    {"VC Data Model 1.1 4.10", "the type of vp has VerifiablePresentation"},
    {"VC Data Model 1.1 4.10", "verifiableCredential of vp is one credential or an array of them: objects or JWTs"},
};

/// One string, or an array of strings and objects that begins with it.
bool begins_with_context(const json::Value& object) noexcept {
  const auto context = object.find("@context");
  if (!context) return false;
  if (!context->is_array()) return context->string() == kBaseContext;
  if (context->size() == 0 || (*context->elements().begin()).string() != kBaseContext) return false;
  return is_array_of<is_any_of<is_string, is_object>>(*context);
}

bool has_type(const json::Value& object, std::string_view wanted) noexcept {
  const auto type = object.find("type");
  if (!type) return false;
  if (type->string() == wanted) return true;
  if (!is_array_of<is_string>(*type)) return false;
  for (const json::Value element : type->elements()) {
    if (element.string() == wanted) return true;
  }
  return false;
}

Breach check_vc(const json::Value& credential) noexcept {
  SIGNET_HOLDS(must(begins_with_context(credential), kVcRules[0]));
  SIGNET_HOLDS(must(has_type(credential, "VerifiableCredential"), kVcRules[1]));
  const auto subject = credential.find("credentialSubject");
  const bool holds = subject && (subject->is_object() || (is_array_of<is_object>(*subject) && subject->size() > 0));
  return must(holds, kVcRules[2]);
}

bool is_credential(const json::Value& value) noexcept {
  return value.is_object() || value.is_string();
}

Breach check_vp(const json::Value& presentation) noexcept {
  SIGNET_HOLDS(must(begins_with_context(presentation), kVpRules[0]));
  SIGNET_HOLDS(must(has_type(presentation, "VerifiablePresentation"), kVpRules[1]));
  const auto credential = presentation.find("verifiableCredential");
  return must(!credential || is_credential(*credential) || is_array_of<is_credential>(*credential), kVpRules[2]);
}

}  // namespace

constexpr ClaimCheck kVc{check_vc, kVcRules};
constexpr ClaimCheck kVp{check_vp, kVpRules};

}  // namespace signet::jwt
