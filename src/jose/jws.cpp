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
  SIGNET_CHECK(jose::check_parameter_type(member, jose::TokenKind::jws));
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

// What a compact token has beside its payload, at most.
constexpr std::size_t kOverhead =
    base64url::encoded_size(kMaxHeader) + base64url::encoded_size(jose::kMaxSignature) + 2;

/// The JWS Signing Input, without and with its payload.
struct SigningInput {
  std::string text;
  std::size_t header_size;
};

Result<SigningInput> make_signing_input(ByteView payload, const Signer& signer, const HeaderOptions& options) {
  SIGNET_TRY(const std::string header, make_header(signer, options));
  const std::size_t text_size = options.unencoded_payload ? payload.size() : base64url::encoded_size(payload.size());
  if (text_size > kMaxSize - kOverhead) return fail(Errc::limit_exceeded, "payload");
  SigningInput input;
  input.text.reserve(text_size + base64url::encoded_size(header.size()) + 700);  // and a usual signature
  base64url::append(input.text, as_bytes(header));
  input.header_size = input.text.size();
  input.text += '.';
  jose::append_payload_text(input.text, payload, !options.unencoded_payload);
  return input;
}

/// Puts the signature of `input` behind what of it shall stand in the token.
Result<std::string> finish(std::string input, std::size_t kept, const Signer& signer) {
  SIGNET_TRY(const Bytes signature, signer.sign(as_bytes(input)));
  input.resize(kept);
  input += '.';
  base64url::append(input, signature);
  return input;
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
  SIGNET_TRY(SigningInput input, make_signing_input(payload, signer, options));
  const std::size_t kept = input.text.size();
  return finish(std::move(input.text), kept, signer);
}

Result<std::string> sign_compact_detached(ByteView payload, const Signer& signer, const HeaderOptions& options) {
  SIGNET_TRY(SigningInput input, make_signing_input(payload, signer, options));
  //= rfc7515#F replacing the second field with the empty string: the first dot stays
  return finish(std::move(input.text), input.header_size + 1, signer);
}

}  // namespace signet::jws
