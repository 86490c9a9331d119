#include "signet/unsecured.h"

#include <utility>

#include "codec/utf8.h"
#include "jose/compact.h"
#include "jose/header.h"
#include "jose/signing_input.h"
#include "jwt/policy_reader.h"
#include "jwt/verifier_state.h"
#include "signet/base64url.h"
#include "signet/claim_registry.h"
#include "try.h"

namespace signet::unsecured {
namespace {

// Spelled here, in tests and in what people read alone: no table of algorithms has it.
constexpr std::string_view kNone = "none";
constexpr Rule kUnsecured{"RFC 7518 3.6", "the JWS Signature of an unsecured JWS is the empty octet sequence"};

Result<> write_text(json::Writer& out, std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  if (!codec::is_utf8(text)) return fail(Errc::header_parameter, name);
  out.member(name, text);
  return {};
}

struct Parts {
  jose::Compact compact;
  json::Document header;
};

Result<Parts> read_parts(std::string_view token, std::size_t max_size) {
  Parts parts;
  SIGNET_TRY(parts.compact, jose::split_compact(token, max_size));
  //= rfc7518#3.6 recipients MUST verify that the JWS Signature value is the empty octet sequence
  if (!parts.compact.signature.empty()) return fail(Errc::malformed_token, "signature", &kUnsecured);
  SIGNET_TRY(const jose::Header header, jose::parse_header(parts.compact.header, parts.header));
  //= rfc7515#4.1.1 the "alg" value is a case-sensitive ASCII string
  if (header.alg != kNone) return fail(Errc::alg_not_allowed, "alg");
  if (!jose::is_compact_payload(parts.compact.payload, header.b64)) return fail(Errc::malformed_token, "payload");
  return parts;
}

/// "typ" of a header that parse_header() has passed.
jose::Header typ_of(const json::Value& header) {
  jose::Header shown;
  if (const auto typ = header.find("typ")) shown.typ = typ->string();
  return shown;
}

}  // namespace

class Reader {
 public:
  static Result<UnsecuredJws> read_jws(std::string_view token, std::size_t max_size) {
    SIGNET_TRY(Parts parts, read_parts(token, max_size));
    auto payload = base64url::decode(parts.compact.payload, max_size);
    if (!payload) return fail(Errc::malformed_token, "payload");
    UnsecuredJws made;
    made.header_ = std::move(parts.header);
    made.payload_ = *std::move(payload);
    return made;
  }

  static Result<UnsecuredJwt> read_jwt(std::string_view token, std::size_t max_size) {
    SIGNET_TRY(Parts parts, read_parts(token, max_size));
    json::Document payload;
    SIGNET_CHECK(jwt::decode_payload(parts.compact.payload, payload));
    SIGNET_TRY(const jwt::Claims claims, jwt::Claims::of(payload.root()));
    // Moving a Document keeps the views into it valid.
    return UnsecuredJwt(std::move(parts.header), std::move(payload), claims);
  }
};

Result<std::string> sign(ByteView payload, const HeaderOptions& options) {
  json::Writer header;
  header.begin_object().member("alg", kNone);
  SIGNET_CHECK(write_text(header, "typ", options.typ));
  SIGNET_CHECK(write_text(header, "cty", options.cty));
  header.end_object();
  if (header.text().size() > jws::kMaxHeader) return fail(Errc::limit_exceeded, "header");
  constexpr std::size_t kOverhead = base64url::encoded_size(jws::kMaxHeader) + 2;
  if (payload.size() > base64url::decoded_size(jws::kMaxSize - kOverhead)) return fail(Errc::limit_exceeded, "payload");
  std::string token;
  base64url::append(token, as_bytes(header.text()));
  token += '.';
  base64url::append(token, payload);
  token += '.';
  return token;
}

Result<std::string> sign(const jwt::Builder& claims, std::string_view typ) {
  SIGNET_TRY(const std::string payload, claims.payload());
  SIGNET_TRY(const json::Document document, json::Document::parse(payload));
  SIGNET_CHECK(jwt::check_no_secrets(document.root()));
  return sign(as_bytes(payload), {.typ = typ});
}

Result<UnsecuredJws> decode_jws(std::string_view token, std::size_t max_size) {
  return Reader::read_jws(token, max_size);
}

Result<UnsecuredJwt> decode(std::string_view token, std::size_t max_size) {
  return Reader::read_jwt(token, max_size);
}

Result<> check(const UnsecuredJwt& token, const jwt::Policy& policy, Timestamp now) {
  if (jwt::PolicyReader::has_algorithms(policy)) return fail(Errc::policy_incomplete, "alg");
  SIGNET_TRY(const jwt::ClaimRules rules, jwt::PolicyReader::rules(policy));
  const jose::Header header = typ_of(token.header());
  jwt::Report report(jwt::Report::Extent::first);
  jwt::Report warnings(jwt::Report::Extent::first);
  (void)jwt::judge(rules,
                   {.header = header,
                    .header_json = token.header(),
                    .algorithm = {},
                    .encryption = {},
                    .payload = token.unprotected_claims().json()},
                   now, {}, report, warnings);
  if (!report.empty()) return std::unexpected(std::move(report).take_first());
  return {};
}

}  // namespace signet::unsecured
