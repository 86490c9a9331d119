#include "signet/jws.h"

#include <utility>

#include "codec/utf8.h"
#include "crypto/signature_algorithm.h"
#include "jose/header_parameters.h"
#include "jose/jwk_types.h"
#include "jose/jws_verify.h"
#include "jose/signing_input.h"
#include "signet/base64url.h"
#include "signet/key.h"
#include "try.h"

namespace signet::jws {
namespace {

constexpr Rule kUnencodedRule{"RFC 7797 5.2",
                              "an unencoded payload in a compact token is printable ASCII without dots"};

// Set through HeaderOptions or the signer; crit names b64 alone, where it is used.
constexpr std::string_view kNotExtra[] = {"alg", "kid", "typ", "cty", "crit", "b64"};

Result<> write_text(json::Writer& out, std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  if (!codec::is_utf8(text)) return fail(Errc::header_parameter, name);
  out.member(name, text);
  return {};
}

Result<> check_extra_member(const json::Member& member) {
  for (const std::string_view name : kNotExtra)
    if (member.name == name) return fail(Errc::header_parameter, name);
  const jose::HeaderParameter* row = jose::find_header_parameter(member.name);
  if (row != nullptr && !jose::has_type(member.value, row->type)) return fail(Errc::header_parameter, row->name);
  //= rfc7515#4.1.3 "jwk" is the public key; a private one must not leave with a token
  if (member.name == "jwk" && !jose::find_private_member(member.value).empty()) {
    return fail(Errc::header_parameter, "jwk");
  }
  return {};
}

Result<> write_extra(json::Writer& out, std::string_view text) {
  if (text.empty()) return {};
  const auto document = json::Document::parse(text, {.max_bytes = kMaxHeader});
  if (!document || !document->root().is_object()) return fail(Errc::malformed_json, "header");
  for (const json::Member member : document->root().members()) {
    SIGNET_CHECK(check_extra_member(member));
    out.key(member.name).raw(json::to_compact(member.value));
  }
  return {};
}

struct Parts {
  std::string signing_input;
  std::size_t header_size;  // of its first part
  std::string signature;
};

Result<Parts> sign_parts(ByteView payload, const Signer& signer, const HeaderOptions& options) {
  SIGNET_TRY(const std::string header, make_header(signer, options));
  constexpr std::size_t kOverhead =
      base64url::encoded_size(kMaxHeader) + base64url::encoded_size(jose::kMaxSignature) + 2;
  const std::size_t text_size = options.unencoded_payload ? payload.size() : base64url::encoded_size(payload.size());
  if (text_size > kMaxSize - kOverhead) return fail(Errc::limit_exceeded, "payload");
  Parts parts;
  parts.signing_input.reserve(text_size + base64url::encoded_size(header.size()) + 700);
  base64url::append(parts.signing_input, as_bytes(header));
  parts.header_size = parts.signing_input.size();
  parts.signing_input += '.';
  jose::append_payload_text(parts.signing_input, payload, !options.unencoded_payload);
  SIGNET_TRY(const Bytes signature, signer.sign(as_bytes(parts.signing_input)));
  parts.signature = base64url::encode(signature);
  return parts;
}

}  // namespace

Result<std::string> make_header(const Signer& signer, const HeaderOptions& options) {
  // A signer from outside is held to the same names: never "none".
  if (find_signature_algorithm(signer.algorithm()) == nullptr) return fail(Errc::alg_unknown, "alg");
  json::Writer out;
  out.begin_object().member("alg", signer.algorithm());
  SIGNET_CHECK(write_text(out, "typ", options.typ));
  SIGNET_CHECK(write_text(out, "cty", options.cty));
  if (options.with_kid) {
    if (signer.kid().size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
    SIGNET_CHECK(write_text(out, "kid", signer.kid()));
  }
  //= rfc7797#6 the "crit" Header Parameter MUST be included with "b64" in its set of values
  if (options.unencoded_payload) out.key("b64").boolean(false).key("crit").begin_array().string("b64").end_array();
  SIGNET_CHECK(write_extra(out, options.extra_json));
  out.end_object();
  if (out.text().size() > kMaxHeader) return fail(Errc::limit_exceeded, "header");
  return out.take_string();
}

Result<std::string> sign_compact(ByteView payload, const Signer& signer, const HeaderOptions& options) {
  //= rfc7797#5.2 payloads using period characters MUST NOT be used, nor may others that are not printable
  if (options.unencoded_payload && !jose::is_compact_payload(as_text(payload), false)) {
    return fail(Errc::malformed_token, "payload", &kUnencodedRule);
  }
  SIGNET_TRY(Parts parts, sign_parts(payload, signer, options));
  return std::move(parts.signing_input).append(1, '.').append(parts.signature);
}

Result<std::string> sign_compact_detached(ByteView payload, const Signer& signer, const HeaderOptions& options) {
  SIGNET_TRY(const Parts parts, sign_parts(payload, signer, options));
  return parts.signing_input.substr(0, parts.header_size).append("..").append(parts.signature);
}

}  // namespace signet::jws
