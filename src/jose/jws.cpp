#include "signet/jws.h"

#include <utility>

#include "codec/utf8.h"
#include "crypto/signature_algorithm.h"
#include "jose/header_parameters.h"
#include "jose/jwk_types.h"
#include "jose/jws_verify.h"
#include "signet/base64url.h"
#include "signet/key.h"
#include "try.h"

namespace signet::jws {
namespace {

// Set through HeaderOptions or the signer, or, the last two, not supported.
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

}  // namespace

Result<Verified> verify_compact(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                std::size_t max_size) {
  Verified verified;
  SIGNET_TRY(const jose::CheckedSignature checked,
             jose::check_signature(token, keys, allowed, max_size, verified.header_));
  auto payload = base64url::decode(checked.compact.payload, max_size);
  if (!payload) return fail(Errc::malformed_token, "payload");
  verified.payload_ = *std::move(payload);
  verified.algorithm_ = checked.key->algorithm().name;
  verified.key_id_ = checked.key->kid();
  return verified;
}

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
  SIGNET_CHECK(write_extra(out, options.extra_json));
  out.end_object();
  if (out.text().size() > kMaxHeader) return fail(Errc::limit_exceeded, "header");
  return out.take_string();
}

Result<std::string> sign_compact(ByteView payload, const Signer& signer, const HeaderOptions& options) {
  SIGNET_TRY(const std::string header, make_header(signer, options));
  constexpr std::size_t kOverhead =
      base64url::encoded_size(kMaxHeader) + base64url::encoded_size(jose::kMaxSignature) + 2;
  if (payload.size() > base64url::decoded_size(kMaxSize - kOverhead)) return fail(Errc::limit_exceeded, "payload");
  std::string token;
  token.reserve(base64url::encoded_size(payload.size()) + base64url::encoded_size(header.size()) + 700);
  base64url::append(token, as_bytes(header));
  token += '.';
  base64url::append(token, payload);
  SIGNET_TRY(const Bytes signature, signer.sign(as_bytes(token)));
  token += '.';
  base64url::append(token, signature);
  return token;
}

}  // namespace signet::jws
