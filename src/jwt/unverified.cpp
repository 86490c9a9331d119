// Looking at a token that nobody has checked.
#include "jose/compact.h"
#include "signet/base64url.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::jwt {
namespace {

Result<json::Document> decode_json(std::string_view segment, std::string_view part, std::size_t max_octets) {
  if (base64url::decoded_size(segment.size()) > max_octets) return fail(Errc::limit_exceeded, part);
  json::Document document;
  const Result<std::size_t> size =
      base64url::decode_into(segment, document.prepare(base64url::decoded_size(segment.size())));
  if (!size) return fail(Errc::malformed_token, part);
  const Result<> parsed = document.parse_prepared(*size);
  if (parsed) return document;
  if (parsed.error().code == Errc::malformed_json) return fail(Errc::malformed_json, part);
  return std::unexpected(parsed.error());
}

}  // namespace

// The form is as strict as for a token that is verified; what the header says is not judged, so that a token that is
// refused for its header can be looked at.
Result<Unverified> Unverified::decode(std::string_view token, std::size_t max_size) {
  SIGNET_TRY(const jose::Compact parts, jose::split_compact(token, max_size));
  Unverified shown;
  SIGNET_TRY(shown.header_, decode_json(parts.header, "header", jws::kMaxHeader));
  if (!shown.header().is_object()) return fail(Errc::malformed_json, "header");
  SIGNET_TRY(shown.payload_, decode_json(parts.payload, "payload", max_size));
  if (!base64url::decode(parts.signature, max_size)) return fail(Errc::malformed_token, "signature");
  shown.has_signature_ = !parts.signature.empty();
  return shown;
}

Result<std::string> peek_issuer(std::string_view token) {
  SIGNET_TRY(const Unverified shown, Unverified::decode(token));
  if (!shown.payload().is_object()) return fail(Errc::claim_type, "payload");
  const std::optional<json::Value> issuer = shown.payload().find("iss");
  if (!issuer) return fail(Errc::claim_missing, "iss");
  const std::optional<std::string_view> text = issuer->string();
  if (!text) return fail(Errc::claim_type, "iss");
  return std::string(*text);
}

}  // namespace signet::jwt
