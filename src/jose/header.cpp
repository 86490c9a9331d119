#include "jose/header.h"

#include <algorithm>
#include <utility>

#include "jose/crit.h"
#include "jose/header_parameters.h"
#include "signet/base64url.h"
#include "signet/jws.h"
#include "signet/key.h"
#include "try.h"

namespace signet::jose {
namespace {

constexpr Rule kB64Rule{"RFC 7797 6", "where b64 is used, crit names it"};

std::optional<std::string_view> text_of(const json::Value& root, std::string_view name) noexcept {
  const auto value = root.find(name);
  return value ? value->string() : std::nullopt;
}

constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_without_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

std::string_view without_application(std::string_view type) noexcept {
  constexpr std::string_view kPrefix = "application/";
  const std::string_view rest = type.substr(std::min(kPrefix.size(), type.size()));
  const bool implied = equal_without_case(type.substr(0, kPrefix.size()), kPrefix) && !rest.empty() &&
                       rest.find('/') == std::string_view::npos;
  return implied ? rest : type;
}

}  // namespace

Result<> decode_header(std::string_view segment, json::Document& document) {
  const std::size_t size = base64url::decoded_size(segment.size());
  if (size > jws::kMaxHeader) return fail(Errc::limit_exceeded, "header");
  // The decoded text is written where the Document parses it: no copy, no allocation.
  const auto decoded = base64url::decode_into(segment, document.prepare(size));
  if (!decoded) return fail(Errc::malformed_token, "header");
  const auto parsed = document.parse_prepared(*decoded, {.max_bytes = jws::kMaxHeader});
  if (!parsed && parsed.error().code == Errc::duplicate_name) return parsed;
  if (!parsed) return fail(parsed.error().code, "header");
  //= rfc7515#5.2 verify that the resulting octet sequence is a completely valid JSON object (so rfc7516#5.2)
  if (!document.root().is_object()) return fail(Errc::malformed_json, "header");
  return {};
}

Result<Header> parse_header(std::string_view segment, json::Document& document, Extensions understood) {
  SIGNET_CHECK(decode_header(segment, document));
  const json::Value root = document.root();
  SIGNET_CHECK(check_parameter_types(root, TokenKind::jws));
  //= rfc7515#4.1.1 this Header Parameter MUST be present
  const auto alg = text_of(root, "alg");
  if (!alg) return fail(Errc::header_parameter, "alg");
  SIGNET_CHECK(check_crit(root, understood));
  Header header{.alg = *alg, .kid = text_of(root, "kid"), .typ = text_of(root, "typ"), .cty = text_of(root, "cty")};
  if (header.kid && header.kid->size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
  if (const auto b64 = root.find("b64")) {
    //= rfc7797#6 the "crit" Header Parameter MUST be included with "b64" in its set of values
    if (!is_critical(root, "b64")) return fail(Errc::header_parameter, "b64", &kB64Rule);
    header.b64 = b64->boolean().value_or(true);
  }
  return header;
}

bool same_media_type(std::string_view a, std::string_view b) noexcept {
  //= rfc7515#4.1.9 treat it as if "application/" were prepended to a value without '/'
  return equal_without_case(without_application(a), without_application(b));
}

}  // namespace signet::jose
