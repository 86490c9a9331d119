#include "jose/header_parameters.h"

namespace signet::jose {
namespace {

// IANA registry "JSON Web Signature and Encryption Header Parameters", rows for JWS; then the names that RFC 7516 and
// RFC 7518 define for JWE alone, whose types mean nothing here. The most usual ones stand first.
constexpr HeaderParameter kParameters[] = {
    {"alg", ParameterType::text, true},                 // RFC 7515 4.1.1
    {"kid", ParameterType::text, true},                 // RFC 7515 4.1.4
    {"typ", ParameterType::text, true},                 // RFC 7515 4.1.9
    {"cty", ParameterType::text, true},                 // RFC 7515 4.1.10
    {"crit", ParameterType::any, true},                 // RFC 7515 4.1.11; its form is crit.cpp's
    {"jku", ParameterType::text, true},                 // RFC 7515 4.1.2
    {"jwk", ParameterType::object, true},               // RFC 7515 4.1.3
    {"x5u", ParameterType::text, true},                 // RFC 7515 4.1.5
    {"x5c", ParameterType::texts, true},                // RFC 7515 4.1.6
    {"x5t", ParameterType::text, true},                 // RFC 7515 4.1.7
    {"x5t#S256", ParameterType::text, true},            // RFC 7515 4.1.8
    {"b64", ParameterType::flag, false},                // RFC 7797 3
    {"ppt", ParameterType::text, false},                // RFC 8225 8.1
    {"url", ParameterType::text, false},                // RFC 8555 6.4.1
    {"nonce", ParameterType::text, false},              // RFC 8555 6.5.2
    {"svt", ParameterType::texts, false},               // RFC 9321
    {"iheSSId", ParameterType::text, false},            // IHE ITI DSGj
    {"jwt", ParameterType::text, false},                // OpenID for Verifiable Presentations 1.0 12
    {"client_id", ParameterType::text, false},          // OpenID for Verifiable Presentations 1.0
    {"trust_chain", ParameterType::texts, false},       // OpenID Federation 1.0 4.3
    {"peer_trust_chain", ParameterType::texts, false},  // OpenID Federation 1.0 4.4
    {"enc", ParameterType::any, true},                  // RFC 7516 4.1.2
    {"zip", ParameterType::any, true},                  // RFC 7516 4.1.3
    {"epk", ParameterType::any, true},                  // RFC 7518 4.6.1.1
    {"apu", ParameterType::any, true},                  // RFC 7518 4.6.1.2
    {"apv", ParameterType::any, true},                  // RFC 7518 4.6.1.3
    {"iv", ParameterType::any, true},                   // RFC 7518 4.7.1.1
    {"tag", ParameterType::any, true},                  // RFC 7518 4.7.1.2
    {"p2s", ParameterType::any, true},                  // RFC 7518 4.8.1.1
    {"p2c", ParameterType::any, true},                  // RFC 7518 4.8.1.2
};

bool is_array_of_texts(const json::Value& value) noexcept {
  if (!value.is_array()) return false;
  for (const json::Value element : value.elements())
    if (!element.is_string()) return false;
  return true;
}

}  // namespace

const HeaderParameter* find_header_parameter(std::string_view name) noexcept {
  for (const HeaderParameter& row : kParameters)
    if (row.name == name) return &row;
  return nullptr;
}

bool has_type(const json::Value& value, ParameterType type) noexcept {
  switch (type) {
    case ParameterType::text:
      return value.is_string();
    case ParameterType::flag:
      return value.is_boolean();
    case ParameterType::object:
      return value.is_object();
    case ParameterType::texts:
      return is_array_of_texts(value);
    case ParameterType::any:
      return true;
  }
  return false;
}

Result<> check_parameter_types(const json::Value& header) {
  for (const auto& [name, value] : header.members()) {
    const HeaderParameter* row = find_header_parameter(name);
    if (row != nullptr && !has_type(value, row->type)) return fail(Errc::header_parameter, row->name);
  }
  return {};
}

}  // namespace signet::jose
