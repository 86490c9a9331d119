#include "jose/key_info.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "codec/pem.h"
#include "codec/utf8.h"
#include "crypto/content_encryption.h"
#include "crypto/key_management.h"
#include "crypto/signature_algorithm.h"
#include "jose/certificate_members.h"
#include "try.h"

namespace signet::jose {
namespace {

struct CommonMember {
  std::string_view name;
  json::Kind kind;
};
// RFC 7517 section 4, the Web Cryptography API ("ext") and OpenID Federation 1.0 section 8.7.2 (the last four).
constexpr CommonMember kCommonMembers[] = {
    {"kty", json::Kind::string},  {"use", json::Kind::string},     {"key_ops", json::Kind::array},
    {"alg", json::Kind::string},  {"kid", json::Kind::string},     {"x5u", json::Kind::string},
    {"x5c", json::Kind::array},   {"x5t", json::Kind::string},     {"x5t#S256", json::Kind::string},
    {"ext", json::Kind::boolean}, {"iat", json::Kind::number},     {"nbf", json::Kind::number},
    {"exp", json::Kind::number},  {"revoked", json::Kind::object},
};

struct Operation {
  std::string_view name;
  std::string_view use;                 // what "use" has to be beside it
  std::string_view public_counterpart;  // empty: none of its own
};
constexpr Operation kOperations[] = {
    {"sign", "sig", "verify"}, {"verify", "sig", ""},           {"encrypt", "enc", ""},   {"decrypt", "enc", "encrypt"},
    {"wrapKey", "enc", ""},    {"unwrapKey", "enc", "wrapKey"}, {"deriveKey", "enc", ""}, {"deriveBits", "enc", ""},
};

const Operation* find_operation(std::string_view name) noexcept {
  const auto found = std::ranges::find(kOperations, name, &Operation::name);
  return found == std::end(kOperations) ? nullptr : found;
}

/// Text that says something: an empty "use" or "alg" would be lost on export, and with it a restriction.
Result<std::string> read_text(const json::Value& jwk, std::string_view name) {
  const auto member = jwk.find(name);
  if (!member) return std::string();
  const std::string_view text = member->string().value_or("");
  if (text.empty()) return fail(Errc::malformed_key, name);
  return std::string(text);
}

Result<std::vector<std::string>> read_operations(const json::Value& jwk) {
  std::vector<std::string> operations;
  const auto member = jwk.find("key_ops");
  if (!member) return operations;
  if (member->size() == 0) return fail(Errc::malformed_key, "key_ops");
  if (member->size() > kMaxKeyOps) return fail(Errc::limit_exceeded, "key_ops");
  for (const json::Value element : member->elements()) {
    const auto name = element.string();
    if (!name) return fail(Errc::malformed_key, "key_ops");
    operations.emplace_back(*name);
  }
  return operations;
}

Result<std::vector<Bytes>> read_certificates(const json::Value& jwk) {
  std::vector<Bytes> certificates;
  const auto member = jwk.find("x5c");
  if (!member) return certificates;
  if (member->size() == 0) return fail(Errc::malformed_key, "x5c");
  if (member->size() > kMaxCertificates) return fail(Errc::limit_exceeded, "x5c");
  for (const json::Value element : member->elements()) {
    const auto text = element.string();
    if (!text) return fail(Errc::malformed_key, "x5c");
    //= rfc7517#4.7 each string is a base64-encoded (not base64url-encoded) DER PKIX certificate value
    const auto der = codec::decode_base64(*text, kMaxCertificateOctets);
    if (!der) {
      return fail(der.error().code == Errc::limit_exceeded ? Errc::limit_exceeded : Errc::malformed_key, "x5c");
    }
    certificates.emplace_back(der->begin(), der->end());
  }
  return certificates;
}

Result<> check_operations(const KeyInfo& info) {
  if (info.key_ops.size() > kMaxKeyOps) return fail(Errc::limit_exceeded, "key_ops");
  for (auto name = info.key_ops.begin(); name != info.key_ops.end(); ++name) {
    //= rfc7517#4.3 duplicate key operation values MUST NOT be present in the array
    if (std::find(info.key_ops.begin(), name, *name) != name) return fail(Errc::malformed_key, "key_ops");
    //= rfc7517#4.3 if both are used, the information they convey MUST be consistent
    const Operation* known = find_operation(*name);
    const bool use_known = info.use == "sig" || info.use == "enc";
    if (known != nullptr && use_known && known->use != info.use) return fail(Errc::key_mismatch, "key_ops");
  }
  return {};
}

/// An "alg" that we do not know contradicts nothing.
Result<> check_algorithm(const KeyInfo& info, const crypto::KeyMaterial& key) {
  if (key.type() == KeyType::akp && info.alg != key.akp().algorithm->name) return fail(Errc::key_mismatch, "alg");
  const SignatureAlgorithm* signs = find_signature_algorithm(info.alg);
  const KeyManagementAlgorithm* manages = find_key_management_algorithm(info.alg);
  const ContentEncryption* encrypts = find_content_encryption(info.alg);
  const bool fits =
      (signs == nullptr || (signs->kty == key.type() && crypto::fits_curve(*signs, key))) &&
      (manages == nullptr || crypto::fits_type(*manages, key)) &&
      (encrypts == nullptr || (key.type() == KeyType::oct && key.octets().size() == encrypts->key_octets));
  if (!fits) return fail(Errc::key_mismatch, "alg");
  return {};
}

/// Members set by a program, not read from JSON, must be text as well.
Result<> check_texts(const KeyInfo& info) {
  const std::pair<std::string_view, const std::string&> texts[] = {
      {"kid", info.kid}, {"use", info.use}, {"alg", info.alg}, {"x5u", info.x5u}};
  for (const auto& [name, text] : texts)
    if (!codec::is_utf8(text)) return fail(Errc::malformed_key, name);
  for (const std::string& operation : info.key_ops)
    if (!codec::is_utf8(operation)) return fail(Errc::malformed_key, "key_ops");
  return {};
}

}  // namespace

Result<KeyInfo> read_key_info(const json::Value& jwk) {
  for (const CommonMember& row : kCommonMembers) {
    const auto member = jwk.find(row.name);
    if (member && member->kind() != row.kind) return fail(Errc::malformed_key, row.name);
  }
  KeyInfo info;
  // An empty kid names nothing; it is as good as none.
  if (const auto kid = jwk.find("kid")) {
    if (kid->string().value_or("").size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
    info.kid = kid->string().value_or("");
  }
  SIGNET_TRY(info.use, read_text(jwk, "use"));
  SIGNET_TRY(info.alg, read_text(jwk, "alg"));
  SIGNET_TRY(info.key_ops, read_operations(jwk));
  SIGNET_TRY(info.x5u, read_text(jwk, "x5u"));
  SIGNET_TRY(info.x5c, read_certificates(jwk));
  SIGNET_TRY(info.x5t, read_text(jwk, "x5t"));
  SIGNET_TRY(info.x5t_s256, read_text(jwk, "x5t#S256"));
  return info;
}

Result<> check_key_info(const KeyInfo& info, const crypto::KeyMaterial& key) {
  if (info.kid.size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
  SIGNET_CHECK(check_texts(info));
  SIGNET_CHECK(check_operations(info));
  SIGNET_CHECK(check_algorithm(info, key));
  return check_certificate_members(info, key);
}

std::vector<std::string> to_public_operations(const std::vector<std::string>& operations) {
  std::vector<std::string> result;
  for (const std::string& name : operations) {
    const Operation* known = find_operation(name);
    const std::string_view to =
        known == nullptr || known->public_counterpart.empty() ? name : known->public_counterpart;
    if (std::ranges::find(result, to) == result.end()) result.emplace_back(to);
  }
  return result;
}

}  // namespace signet::jose
