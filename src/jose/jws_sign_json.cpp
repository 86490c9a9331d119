// Making the JSON serializations: RFC 7515 section 7.2.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codec/utf8.h"
#include "jose/json_form.h"
#include "jose/signature_members.h"
#include "jose/signing_input.h"
#include "signet/base64url.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::jws {
namespace {

constexpr Rule kUnicodeRule{"RFC 7797 5.3", "an unencoded payload in a JSON object is UTF-8"};

Result<jose::SignatureMembers> sign_one(std::string_view payload_text, const SignatureRequest& request) {
  SIGNET_TRY(const std::string protected_json, make_header(*request.signer, request.header));
  jose::SignatureMembers made;
  SIGNET_TRY(made.header, jose::make_unprotected(request.unprotected_json, protected_json));
  made.protected_header = base64url::encode(as_bytes(protected_json));
  const std::string input = jose::to_signing_input(made.protected_header, as_bytes(payload_text), false);
  SIGNET_TRY(const Bytes signature, request.signer->sign(as_bytes(input)));
  made.signature = base64url::encode(signature);
  return made;
}

void write_signature(json::Writer& out, const jose::SignatureMembers& made) {
  out.begin_object();
  jose::write_members(out, made);
  out.end_object();
}

enum class Place { attached, detached };

/// The payload as it is signed, and as it stands in the object when it stands there.
Result<std::string> make_payload_text(ByteView payload, bool unencoded, Place place) {
  if (payload.size() > kMaxSize) return fail(Errc::limit_exceeded, "payload");
  //= rfc7797#5.3 must consist of the octets of the UTF-8 encoding of a sequence of Unicode code points
  if (unencoded && place == Place::attached && !codec::is_utf8(as_text(payload))) {
    return fail(Errc::malformed_token, "payload", &kUnicodeRule);
  }
  std::string text;
  jose::append_payload_text(text, payload, !unencoded);
  return text;
}

/// Nothing leaves that a verifier would refuse for its size.
Result<std::string> take(json::Writer& out) {
  if (out.text().size() > kMaxSize) return fail(Errc::limit_exceeded, "payload");
  return out.take_string();
}

Result<std::string> make_flattened(ByteView payload, const SignatureRequest& request, Place place) {
  SIGNET_TRY(const std::string text, make_payload_text(payload, request.header.unencoded_payload, place));
  SIGNET_TRY(const jose::SignatureMembers made, sign_one(text, request));
  json::Writer out;
  out.begin_object();
  if (place == Place::attached) out.member("payload", text);
  jose::write_members(out, made);
  out.end_object();
  return take(out);
}

Result<> check_requests(std::span<const SignatureRequest> requests) {
  if (requests.empty()) return fail(Errc::malformed_token, "signatures");
  if (requests.size() > kMaxSignatures) return fail(Errc::limit_exceeded, "signatures");
  for (const SignatureRequest& request : requests) {
    //= rfc7797#3 the "b64" Header Parameter value MUST be the same for all of them
    if (request.header.unencoded_payload == requests.front().header.unencoded_payload) continue;
    return fail(Errc::header_parameter, "b64", &jose::kB64AgreeRule);
  }
  return {};
}

Result<std::string> make_general(ByteView payload, std::span<const SignatureRequest> requests, Place place) {
  SIGNET_CHECK(check_requests(requests));
  SIGNET_TRY(const std::string text, make_payload_text(payload, requests.front().header.unencoded_payload, place));
  json::Writer out;
  out.begin_object();
  if (place == Place::attached) out.member("payload", text);
  out.key("signatures").begin_array();
  for (const SignatureRequest& request : requests) {
    SIGNET_TRY(const jose::SignatureMembers made, sign_one(text, request));
    write_signature(out, made);
  }
  out.end_array().end_object();
  return take(out);
}

/// A signature whose header is refused here can never hold, so it has no say about the payload.
Result<> check_agreement(const jose::JsonForm& form, const SignatureRequest& request) {
  for (const jose::SignatureForm& signature : form.signatures) {
    json::Document document;
    const auto headers = jose::read_headers(signature, document);
    if (headers && headers->proven.b64 == request.header.unencoded_payload) {
      return fail(Errc::header_parameter, "b64", &jose::kB64AgreeRule);
    }
  }
  return {};
}

Result<std::string> extend(const json::Value& object, const jose::SignatureMembers& made) {
  json::Writer out;
  out.begin_object();
  for (const json::Member member : object.members()) {
    out.key(member.name);
    if (member.name != "signatures") {
      out.raw(member.value.source());
      continue;
    }
    out.begin_array();
    for (const json::Value element : member.value.elements()) out.raw(element.source());
    write_signature(out, made);
    out.end_array();
  }
  out.end_object();
  return take(out);
}

Result<std::string> add_to(std::string_view json, std::optional<ByteView> detached, const SignatureRequest& request) {
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, kMaxSize));
  SIGNET_TRY(const jose::JsonForm form, jose::read_general(object.root()));
  SIGNET_CHECK(jose::check_payload(form, detached, kMaxSize));
  if (form.signatures.size() == kMaxSignatures) return fail(Errc::limit_exceeded, "signatures");
  SIGNET_CHECK(check_agreement(form, request));
  const bool b64 = !request.header.unencoded_payload;
  std::string text;
  if (detached) jose::append_payload_text(text, *detached, b64);
  // What could not be decoded is not signed.
  if (form.payload) SIGNET_CHECK(jose::from_payload_text(*form.payload, b64, kMaxSize));
  SIGNET_TRY(const jose::SignatureMembers made, sign_one(form.payload.value_or(text), request));
  return extend(object.root(), made);
}

}  // namespace

Result<std::string> sign_flattened(ByteView payload, const SignatureRequest& request) {
  return make_flattened(payload, request, Place::attached);
}

Result<std::string> sign_flattened_detached(ByteView payload, const SignatureRequest& request) {
  return make_flattened(payload, request, Place::detached);
}

Result<std::string> sign_general(ByteView payload, std::span<const SignatureRequest> requests) {
  return make_general(payload, requests, Place::attached);
}

Result<std::string> sign_general_detached(ByteView payload, std::span<const SignatureRequest> requests) {
  return make_general(payload, requests, Place::detached);
}

Result<std::string> add_signature(std::string_view json, const SignatureRequest& request) {
  return add_to(json, std::nullopt, request);
}

Result<std::string> add_signature_detached(std::string_view json, ByteView payload, const SignatureRequest& request) {
  return add_to(json, payload, request);
}

}  // namespace signet::jws
