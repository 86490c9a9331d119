// "cnf" for a token that is being made.
#include "codec/utf8.h"
#include "profiles/confirmation/method.h"
#include "signet/claim_registry.h"
#include "signet/encrypted_key.h"
#include "signet/json.h"
#include "try.h"

namespace signet::confirmation {
namespace {

constexpr Rule kSymmetric{"RFC 7800 3.3", "a key pair is named by its public half"};

std::string with_text(std::string_view name, std::string_view value) {
  json::Writer out;
  out.begin_object().member(name, value).end_object();
  return out.take_string();
}

}  // namespace

Result<std::string> by_key(const Key& key) {
  SIGNET_TRY(const std::string jwk, key.to_public_jwk());
  return R"({"jwk":)" + jwk + "}";
}

Result<std::string> by_thumbprint(const Key& key) {
  if (key.is_symmetric()) return fail(Errc::symmetric_key, "kty");
  return with_text("jkt", key.thumbprint());
}

std::string by_thumbprint(const dpop::Proof& proof) {
  return with_text("jkt", proof.jkt());
}

Result<std::string> by_kid(std::string_view kid) {
  if (!codec::is_utf8(kid)) return fail(Errc::malformed_json, "kid");
  return with_text("kid", kid);
}

Result<std::string> by_key_set(std::string_view url, std::optional<std::string_view> kid) {
  if (kid && !codec::is_utf8(*kid)) return fail(Errc::malformed_json, "kid");
  if (!codec::is_utf8(url)) return fail(Errc::malformed_json, "jku");
  json::Writer out;
  out.begin_object().member("jku", url);
  if (kid) out.member("kid", *kid);
  out.end_object();
  SIGNET_TRY(const json::Document made, json::Document::parse(out.text()));
  SIGNET_CHECK(jwt::check_claim_value(*jwt::find_registered_claim("cnf"), made.root()));
  return out.take_string();
}

Result<std::string> by_encrypted_key(const Key& key, const jwe::Recipient& recipient, const ContentEncryption& enc) {
  if (!key.is_symmetric()) return fail(Errc::key_mismatch, "kty", &kSymmetric);
  SIGNET_TRY(const std::string token, encrypt_jwk(key, recipient, enc));
  return with_text("jwe", token);
}

Result<Secret> by_secret_key(const Key& key) {
  if (!key.is_symmetric()) return fail(Errc::key_mismatch, "kty", &kSymmetric);
  SIGNET_TRY(const Secret jwk, key.to_private_jwk());
  json::Writer out;
  out.begin_object().key("jwk").raw(as_text(jwk.expose())).end_object();
  return Secret::copy_of(as_bytes(out.text()));
}

}  // namespace signet::confirmation
