#include "jose/header_parameters.h"

#include "try.h"

namespace signet::jose {
namespace {

// IANA registry "JSON Web Signature and Encryption Header Parameters". The most usual ones stand first.
constexpr HeaderParameter kParameters[] = {
    {"alg", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.1
    {"kid", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.4
    {"enc", ParameterType::text, TokenKind::jwe, true},                  // RFC 7516 4.1.2
    {"typ", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.9
    {"cty", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.10
    {"crit", ParameterType::any, TokenKind::both, true},                 // RFC 7515 4.1.11; its form is crit.cpp's
    {"jku", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.2
    {"jwk", ParameterType::object, TokenKind::both, true},               // RFC 7515 4.1.3
    {"x5u", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.5
    {"x5c", ParameterType::texts, TokenKind::both, true},                // RFC 7515 4.1.6
    {"x5t", ParameterType::text, TokenKind::both, true},                 // RFC 7515 4.1.7
    {"x5t#S256", ParameterType::text, TokenKind::both, true},            // RFC 7515 4.1.8
    {"b64", ParameterType::flag, TokenKind::jws, false},                 // RFC 7797 3
    {"ppt", ParameterType::text, TokenKind::both, false},                // RFC 8225 8.1
    {"url", ParameterType::text, TokenKind::both, false},                // RFC 8555 6.4.1
    {"nonce", ParameterType::text, TokenKind::both, false},              // RFC 8555 6.5.2
    {"svt", ParameterType::texts, TokenKind::both, false},               // RFC 9321
    {"iheSSId", ParameterType::text, TokenKind::both, false},            // IHE ITI DSGj
    {"jwt", ParameterType::text, TokenKind::both, false},                // OpenID for Verifiable Presentations 1.0 12
    {"client_id", ParameterType::text, TokenKind::both, false},          // OpenID for Verifiable Presentations 1.0
    {"trust_chain", ParameterType::texts, TokenKind::both, false},       // OpenID Federation 1.0 4.3
    {"peer_trust_chain", ParameterType::texts, TokenKind::both, false},  // OpenID Federation 1.0 4.4
    {"zip", ParameterType::text, TokenKind::jwe, true},                  // RFC 7516 4.1.3
    {"epk", ParameterType::object, TokenKind::jwe, true},                // RFC 7518 4.6.1.1
    {"apu", ParameterType::text, TokenKind::jwe, true},                  // RFC 7518 4.6.1.2
    {"apv", ParameterType::text, TokenKind::jwe, true},                  // RFC 7518 4.6.1.3
    {"iv", ParameterType::text, TokenKind::jwe, true},                   // RFC 7518 4.7.1.1
    {"tag", ParameterType::text, TokenKind::jwe, true},                  // RFC 7518 4.7.1.2
    {"p2s", ParameterType::text, TokenKind::jwe, true},                  // RFC 7518 4.8.1.1
    {"p2c", ParameterType::number, TokenKind::jwe, true},                // RFC 7518 4.8.1.2
};

bool is_array_of_texts(const json::Value& value) noexcept {
  if (!value.is_array()) return false;
  for (const json::Value element : value.elements())
    if (!element.is_string()) return false;
  return true;
}

bool has_type(const json::Value& value, ParameterType type) noexcept {
  switch (type) {
    case ParameterType::text:
      return value.is_string();
    case ParameterType::flag:
      return value.is_boolean();
    case ParameterType::number:
      return value.is_number();
    case ParameterType::object:
      return value.is_object();
    case ParameterType::texts:
      return is_array_of_texts(value);
    case ParameterType::any:
      return true;
  }
  return false;
}

}  // namespace

const HeaderParameter* find_header_parameter(std::string_view name) noexcept {
  for (const HeaderParameter& row : kParameters)
    if (row.name == name) return &row;
  return nullptr;
}

Result<> check_parameter_type(const json::Member& member, TokenKind kind) {
  const HeaderParameter* row = find_header_parameter(member.name);
  if (row == nullptr || (row->kind != TokenKind::both && row->kind != kind)) return {};
  if (!has_type(member.value, row->type)) return fail(Errc::header_parameter, row->name);
  return {};
}

Result<> check_parameter_types(const json::Value& header, TokenKind kind) {
  for (const json::Member member : header.members()) SIGNET_CHECK(check_parameter_type(member, kind));
  return {};
}

}  // namespace signet::jose
