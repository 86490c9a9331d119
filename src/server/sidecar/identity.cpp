#include "server/sidecar/identity.h"

#include <array>

#include "codec/ascii.h"

namespace signet::server {
namespace {

void append_encoded(std::string& out, std::string_view text, bool encodes_commas) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // What stands around a field's value is not part of it (RFC 9110 section 5.5).
    const bool is_edge = c == ' ' && (i == 0 || i + 1 == text.size());
    if (codec::is_vschar(c) && c != '%' && !is_edge && !(encodes_commas && c == ',')) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[octet >> 4U];
    out += kDigits[octet & 15U];
  }
}

/// What a value says in one line; nothing for what has no such text.
std::string plain_text(const json::Value& value) {
  if (const auto text = value.string()) return std::string(*text);
  if (value.is_null() || value.is_object() || value.is_array()) return {};
  return std::string(value.source());
}

/// Whoever splits it at commas finds what the token says, be it a list or not.
std::string list_text(const json::Value& value) {
  std::string out;
  if (!value.is_array()) {
    append_encoded(out, plain_text(value), true);
    return out;
  }
  for (const json::Value element : value.elements()) {
    const std::string text = plain_text(element);
    if (text.empty()) continue;
    if (!out.empty()) out += ',';
    append_encoded(out, text, true);
  }
  return out;
}

struct Row {
  std::string_view field;
  std::array<std::string_view, 2> claims;  // the first that is there
};
constexpr Row kRows[] = {
    {"Signet-Subject", {"sub", ""}}, {"Signet-Client", {"client_id", "azp"}},
    {"Signet-Scope", {"scope", ""}}, {"Signet-Acr", {"acr", ""}},
    {"Signet-Jti", {"jti", ""}},
};

class Fields {
 public:
  void add(std::string_view name, std::string value) {
    if (!value.empty()) fields_.push_back({std::string(name), std::move(value)});
  }
  std::vector<HttpField> take() { return std::move(fields_); }

 private:
  std::vector<HttpField> fields_;
};

}  // namespace

std::string to_field_value(std::string_view text) {
  std::string out;
  append_encoded(out, text, false);
  return out;
}

std::vector<HttpField> identity_fields(const jwt::Claims& claims, std::string_view tenant, const IdentityRules& rules) {
  Fields fields;
  for (const Row& row : kRows) {
    for (const std::string_view claim : row.claims) {
      const auto value = claim.empty() ? std::nullopt : claims.find(claim);
      if (!value) continue;
      fields.add(row.field, to_field_value(plain_text(*value)));
      break;
    }
  }
  fields.add("Signet-Tenant", to_field_value(tenant));
  for (const HeaderMap& map : rules.mapped)
    if (const auto value = claims.find(map.claim)) fields.add(map.field, list_text(*value));
  if (rules.claims) fields.add("Signet-Claims", to_field_value(json::to_compact(claims.json())));
  return fields.take();
}

}  // namespace signet::server
