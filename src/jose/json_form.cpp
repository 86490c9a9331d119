#include "jose/json_form.h"

#include <algorithm>
#include <utility>

#include "jose/header_parameters.h"
#include "signet/jws.h"
#include "signet/key.h"
#include "try.h"

namespace signet::jose {
namespace {

constexpr Rule kProtectedRule{"RFC 7515 7.2.1", "protected is there and not empty, since alg must be protected"};
constexpr Rule kUnprotectedRule{"RFC 7515 10.7", "alg, crit and b64 count only in the protected header"};
constexpr Rule kDisjointRule{"RFC 7515 7.2.1", "no name stands in two of the headers"};
constexpr Rule kFlattenedRule{"RFC 7515 7.2.2", "a flattened JWS has one signature, a general one has signatures"};

// crit: RFC 7515 section 4.1.11. b64: RFC 7797 section 3. alg: our own rule, since RFC 7515 allows it to be changed on
// the way when it stands in "header".
constexpr std::string_view kOnlyProtected[] = {"alg", "crit", "b64"};
constexpr std::string_view kOnlyFlattened[] = {"protected", "header", "signature"};

Result<SignatureForm> read_signature(const json::Value& object) {
  SignatureForm form;
  SIGNET_TRY(const auto protected_header, find_text(object, "protected"));
  //= rfc7515#7.2.1 this value MUST be absent when the JWS Protected Header is empty
  if (protected_header && protected_header->empty()) return fail(Errc::malformed_token, "protected", &kProtectedRule);
  form.protected_header = protected_header.value_or("");
  form.header = object.find("header");
  //= rfc7515#7.2.1 present when the JWS Unprotected Header value is non-empty; otherwise, it MUST be absent
  if (form.header && (!form.header->is_object() || form.header->size() == 0)) {
    return fail(Errc::malformed_token, "header");
  }
  //= rfc7515#7.2.1 the "signature" member MUST be present
  SIGNET_TRY(const auto signature, find_text(object, "signature"));
  if (!signature || signature->empty()) return fail(Errc::malformed_token, "signature");
  form.signature = *signature;
  return form;
}

std::vector<std::string_view> sorted_names(const json::Value& object) {
  std::vector<std::string_view> names;
  names.reserve(object.size());
  for (const json::Member member : object.members()) names.push_back(member.name);
  std::ranges::sort(names);
  return names;
}

}  // namespace

Result<std::optional<std::string_view>> find_text(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  if (!member) return std::nullopt;
  if (!member->is_string()) return fail(Errc::malformed_token, name);
  return member->string();
}

Result<json::Document> parse_json_form(std::string_view text, std::size_t max_size) {
  if (text.size() > max_size) return fail(Errc::limit_exceeded, "token");
  auto document = json::Document::parse(text, {.max_bytes = max_size});
  if (document && !document->root().is_object()) return fail(Errc::malformed_token, "token");
  if (document || document.error().code == Errc::duplicate_name) return document;
  return fail(document.error().code, "token");
}

Result<JsonForm> read_flattened(const json::Value& object) {
  JsonForm form;
  //= rfc7515#7.2.2 the "signatures" member MUST NOT be present when using this syntax
  if (object.find("signatures")) return fail(Errc::malformed_token, "signatures", &kFlattenedRule);
  SIGNET_TRY(form.payload, find_text(object, "payload"));
  SIGNET_TRY(form.signatures.emplace_back(), read_signature(object));
  return form;
}

Result<JsonForm> read_general(const json::Value& object) {
  JsonForm form;
  //= rfc7515#7.2.2 how the two are told apart: these members stand in a flattened object alone
  for (const std::string_view name : kOnlyFlattened)
    if (object.find(name)) return fail(Errc::malformed_token, name, &kFlattenedRule);
  SIGNET_TRY(form.payload, find_text(object, "payload"));
  //= rfc7515#7.2.1 the "signatures" member value MUST be an array of JSON objects
  const auto signatures = object.find("signatures");
  if (!signatures || !signatures->is_array() || signatures->size() == 0) {
    return fail(Errc::malformed_token, "signatures");
  }
  if (signatures->size() > jws::kMaxSignatures) return fail(Errc::limit_exceeded, "signatures");
  form.signatures.reserve(signatures->size());
  for (const json::Value element : signatures->elements()) {
    if (!element.is_object()) return fail(Errc::malformed_token, "signatures");
    SIGNET_TRY(form.signatures.emplace_back(), read_signature(element));
  }
  return form;
}

Result<> check_payload(const JsonForm& form, std::optional<ByteView> detached, std::size_t max_size) {
  //= rfc7515#F the deletion is accomplished by deleting the "payload" member
  if (form.payload.has_value() == detached.has_value()) return fail(Errc::malformed_token, "payload");
  if (detached && detached->size() > max_size) return fail(Errc::limit_exceeded, "payload");
  return {};
}

Result<> check_unprotected(const json::Value& header) {
  if (header.source().size() > jws::kMaxHeader) return fail(Errc::limit_exceeded, "header");
  for (const std::string_view name : kOnlyProtected)
    if (header.find(name)) return fail(Errc::header_parameter, name, &kUnprotectedRule);
  SIGNET_CHECK(check_parameter_types(header, TokenKind::jws));
  const auto kid = header.find("kid");
  if (kid && kid->string().value_or("").size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
  return {};
}

Result<> check_disjoint(const json::Value& first, const json::Value& second) {
  //= rfc7515#7.2.1 the Header Parameter names in the two locations MUST be disjoint (rfc7516#7.2.1: in the three)
  const auto names = sorted_names(first);
  for (const json::Member member : second.members())
    if (std::ranges::binary_search(names, member.name)) {
      return fail_on_input(Errc::header_parameter, member.name, &kDisjointRule);
    }
  return {};
}

Result<JointHeader> read_headers(const SignatureForm& form, json::Document& document) {
  if (form.header) SIGNET_CHECK(check_unprotected(*form.header));
  if (form.protected_header.empty()) return fail(Errc::malformed_token, "protected", &kProtectedRule);
  SIGNET_TRY(const Header proven, parse_header(form.protected_header, document, kJwsExtensions));
  JointHeader joint{.proven = proven, .kid = proven.kid};
  if (!form.header) return joint;
  SIGNET_CHECK(check_disjoint(document.root(), *form.header));
  if (const auto kid = form.header->find("kid")) joint.kid = kid->string();
  return joint;
}

}  // namespace signet::jose
