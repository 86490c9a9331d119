// Signature Validation Tokens: RFC 9321 section 3.2.
#include <optional>
#include <span>

#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

/// In the order of the classes of objects.
constexpr Rule kRules[] = {
    {"RFC 9321 3.2.3", "ver is 1.0"},
    {"RFC 9321 3.2.3", "profile names the conventions that are followed, as a StringOrURI"},
    {"RFC 9321 3.2.3", "hash_algo is the URI of a hash algorithm"},
    {"RFC 9321 3.2.3", "sig is an array of one or more objects, one for each signature"},
    {"RFC 9321 3.2.1", "ext is an object whose members are strings"},
    {"RFC 9321 3.2.4", "a signature has sig_ref, an object"},
    {"RFC 9321 3.2.4", "a signature has sig_data_ref, an array of one or more objects"},
    {"RFC 9321 3.2.4", "a signature has signer_cert_ref, an object"},
    {"RFC 9321 3.2.4", "a signature has sig_val, an array of one or more objects"},
    {"RFC 9321 3.2.4", "time_val is an array of objects"},
    {"RFC 9321 3.2.5", "the id of a signature is a string"},
    {"RFC 9321 3.2.5", "a reference to a signature has sig_hash and sb_hash, which are base64"},
    {"RFC 9321 3.2.6", "a reference to signed data has ref, a string, and hash, which is base64"},
    {"RFC 9321 3.2.7", "a result has pol, the policy, a StringOrURI"},
    {"RFC 9321 3.2.7", "a result has res, which is PASSED, FAILED or INDETERMINATE"},
    {"RFC 9321 3.2.7", "the msg of a result is a string"},
    {"RFC 9321 3.2.8", "evidence of time has time, a NumericDate"},
    {"RFC 9321 3.2.8", "evidence of time has type and iss, each a StringOrURI"},
    {"RFC 9321 3.2.8", "the id of evidence of time is a string"},
    {"RFC 9321 3.2.8", "the hash of evidence of time is base64"},
    {"RFC 9321 3.2.8", "the val of evidence of time is an array of objects"},
    {"RFC 9321 3.2.9", "a reference to certificates has type, a StringOrURI"},
    {"RFC 9321 3.2.9", "a reference to certificates has ref, an array of one or more strings"},
    {"RFC 9321 3.2.9", "the ref of a chain or chain_hash is base64"},
};

bool is_version(std::string_view text) noexcept {
  return text == "1.0";
}
bool is_result(const json::Value& value) noexcept {
  constexpr std::string_view kResults[] = {"PASSED", "FAILED", "INDETERMINATE"};
  return is_one_of(value, kResults);
}
bool is_null(const json::Value& value) noexcept {
  return value.is_null();
}
template <Predicate element>
bool is_some_of(const json::Value& value) noexcept {
  return is_array_of<element>(value) && value.size() != 0;
}
bool is_map_of_strings(const json::Value& value) noexcept {
  for (const auto& [name, member] : value.members()) {
    if (!is_any_of<is_string, is_null>(member)) return false;
  }
  return value.is_object();
}
bool is_hash(const json::Value& value) noexcept {
  return is_string_of<is_base64>(value);
}

/// A parameter of a class of objects.
struct Parameter {
  std::string_view name;
  bool needed;
  Predicate is;
  std::size_t rule;
};
constexpr Parameter kSigValidation[] = {{"ver", true, is_string_of<is_version>, 0},
                                        {"profile", true, is_string_or_uri, 1},
                                        {"hash_algo", true, is_string_of<is_uri>, 2},
                                        {"sig", true, is_some_of<is_object>, 3},
                                        {"ext", false, is_map_of_strings, 4}};
constexpr Parameter kSignature[] = {{"sig_ref", true, is_object, 5},
                                    {"sig_data_ref", true, is_some_of<is_object>, 6},
                                    {"signer_cert_ref", true, is_object, 7},
                                    {"sig_val", true, is_some_of<is_object>, 8},
                                    {"time_val", false, is_array_of<is_object>, 9},
                                    {"ext", false, is_map_of_strings, 4}};
constexpr Parameter kSigReference[] = {
    {"id", false, is_string, 10}, {"sig_hash", true, is_hash, 11}, {"sb_hash", true, is_hash, 11}};
constexpr Parameter kSignedDataReference[] = {{"ref", true, is_string, 12}, {"hash", true, is_hash, 12}};
constexpr Parameter kPolicyValidation[] = {{"pol", true, is_string_or_uri, 13},
                                           {"res", true, is_result, 14},
                                           {"msg", false, is_string, 15},
                                           {"ext", false, is_map_of_strings, 4}};
constexpr Parameter kTimeValidation[] = {
    {"time", true, is_numeric_date, 16}, {"type", true, is_string_or_uri, 17},
    {"iss", true, is_string_or_uri, 17}, {"id", false, is_string, 18},
    {"hash", false, is_hash, 19},        {"val", false, is_array_of<is_object>, 20},
    {"ext", false, is_map_of_strings, 4}};
constexpr Parameter kCertReference[] = {{"type", true, is_string_or_uri, 21}, {"ref", true, is_some_of<is_string>, 22}};

/// A member that is there; one that is null is not (RFC 9321 section 3.2.1).
std::optional<json::Value> present(const json::Value& object, std::string_view name) noexcept {
  const auto member = object.find(name);
  return member && !member->is_null() ? member : std::nullopt;
}

Breach check_parameters(const json::Value& object, std::span<const Parameter> parameters) noexcept {
  for (const Parameter& parameter : parameters) {
    const auto member = present(object, parameter.name);
    SIGNET_HOLDS(must(member ? parameter.is(*member) : !parameter.needed, kRules[parameter.rule]));
  }
  return kHolds;
}

/// Of each object of an array that may be absent.
Breach check_all(const std::optional<json::Value>& array, std::span<const Parameter> parameters) noexcept {
  if (!array) return kHolds;
  return check_each(*array, [parameters](const json::Value& each) { return check_parameters(each, parameters); });
}

Breach check_certificates(const json::Value& reference) noexcept {
  SIGNET_HOLDS(check_parameters(reference, kCertReference));
  const auto type = reference.find("type")->string();
  const bool is_defined = type == "chain" || type == "chain_hash";
  return must(!is_defined || is_array_of<is_hash>(*reference.find("ref")), kRules[23]);
}

Breach check_time(const json::Value& evidence) noexcept {
  SIGNET_HOLDS(check_parameters(evidence, kTimeValidation));
  return check_all(present(evidence, "val"), kPolicyValidation);
}

Breach check_signature(const json::Value& signature) noexcept {
  SIGNET_HOLDS(check_parameters(signature, kSignature));
  SIGNET_HOLDS(check_parameters(*signature.find("sig_ref"), kSigReference));
  SIGNET_HOLDS(check_all(signature.find("sig_data_ref"), kSignedDataReference));
  SIGNET_HOLDS(check_certificates(*signature.find("signer_cert_ref")));
  SIGNET_HOLDS(check_all(signature.find("sig_val"), kPolicyValidation));
  const auto times = present(signature, "time_val");
  return times ? check_each(*times, check_time) : kHolds;
}

Breach check_sig_val_claims(const json::Value& claims) noexcept {
  SIGNET_HOLDS(check_parameters(claims, kSigValidation));
  return check_each(*claims.find("sig"), check_signature);
}

}  // namespace

constexpr ClaimCheck kSigValClaims{check_sig_val_claims, kRules};

}  // namespace signet::jwt
