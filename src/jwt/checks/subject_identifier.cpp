#include "jwt/checks/subject_identifier.h"

#include <algorithm>
#include <array>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr const Rule& kNamed = kSubjectIdentifierRules[0];
constexpr const Rule& kAliasesForm = kSubjectIdentifierRules[8];
constexpr const Rule& kNotNested = kSubjectIdentifierRules[9];
constexpr const Rule& kDescribed = kSubjectIdentifierRules[10];

/// acct:userpart@host (RFC 7565 section 7), where the first character of userpart is none that is percent-encoded.
bool is_acct_uri(std::string_view text) noexcept {
  const auto uri = codec::parse_uri(text);
  if (!uri || !codec::has_scheme(*uri, "acct") || uri->authority || uri->query || uri->fragment) return false;
  const std::string_view path = uri->path;
  const std::size_t at = path.find('@');
  const bool has_both = at != std::string_view::npos && at != 0 && at + 1 != path.size();
  return has_both && at == path.rfind('@') && path.find_first_of(":/") == std::string_view::npos && path[0] != '%';
}

/// did:method-name:method-specific-id, then the path, query and fragment of a DID URL (DID Core sections 3.1 and 3.2).
bool is_did_url(std::string_view text) noexcept {
  const auto uri = codec::parse_uri(text);
  if (!uri || uri->scheme != "did" || uri->authority) return false;
  const std::string_view did = uri->path.substr(0, uri->path.find('/'));
  const std::size_t colon = did.find(':');
  if (colon == std::string_view::npos || did.ends_with(':')) return false;
  const auto is_method_char = [](char c) { return codec::is_lower(c) || codec::is_digit(c); };
  const auto is_id_char = [](char c) { return codec::is_alnum(c) || std::string_view(".-_%:").contains(c); };
  return codec::all(did.substr(0, colon), is_method_char) && codec::all(did.substr(colon + 1), is_id_char);
}

bool is_identifying(const json::Value& value) noexcept {
  return is_text(value) && is_string_or_uri(value);
}

/// A format whose members are all required; an empty name is none.
struct Format {
  std::string_view name;
  std::array<MemberType, 2> members;
  const Rule& rule;
};
constexpr Format kFormats[] = {
    {"account", {{{"uri", is_string_of<is_acct_uri>}}}, kSubjectIdentifierRules[1]},
    {"email", {{{"email", is_string_of<is_email>}}}, kSubjectIdentifierRules[2]},
    {"iss_sub", {{{"iss", is_identifying}, {"sub", is_identifying}}}, kSubjectIdentifierRules[3]},
    {"opaque", {{{"id", is_text}}}, kSubjectIdentifierRules[4]},
    {"phone_number", {{{"phone_number", is_string_of<is_e164>}}}, kSubjectIdentifierRules[5]},
    {"did", {{{"url", is_string_of<is_did_url>}}}, kSubjectIdentifierRules[6]},
    {"uri", {{{"uri", is_string_of<is_uri>}}}, kSubjectIdentifierRules[7]},
};

bool is_aliases(std::string_view format) noexcept {
  return format == "aliases";
}

Breach check_simple(const json::Value& identifier, std::string_view name) noexcept {
  const auto* const format = std::ranges::find(kFormats, name, &Format::name);
  if (format == std::end(kFormats)) return kHolds;
  std::size_t described = 1;
  for (const MemberType& type : format->members) {
    if (type.name.empty()) continue;
    const auto member = identifier.find(type.name);
    SIGNET_HOLDS(must(member && type.is(*member), format->rule));
    ++described;
  }
  //= rfc9493#3 no members that the format does not describe
  return must(identifier.size() == described, kDescribed);
}

Breach check_aliases(const json::Value& aliases) noexcept {
  const auto identifiers = aliases.find("identifiers");
  SIGNET_HOLDS(must(identifiers && identifiers->is_array() && identifiers->size() != 0, kAliasesForm));
  for (const json::Value identifier : identifiers->elements()) {
    const auto format = identifier.find("format");
    SIGNET_HOLDS(must(format && is_text(*format), kNamed));
    SIGNET_HOLDS(must(!is_aliases(*format->string()), kNotNested));
    SIGNET_HOLDS(check_simple(identifier, *format->string()));
  }
  return must(aliases.size() == 2, kDescribed);
}

}  // namespace

Breach check_subject_identifier(const json::Value& value) noexcept {
  const auto format = value.find("format");
  SIGNET_HOLDS(must(format && is_text(*format), kNamed));
  if (is_aliases(*format->string())) return check_aliases(value);
  return check_simple(value, *format->string());
}

constexpr ClaimCheck kSubId{check_subject_identifier, kSubjectIdentifierRules};

}  // namespace signet::jwt
