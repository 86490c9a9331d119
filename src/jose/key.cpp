#include "signet/key.h"

#include <utility>

#include "crypto/digest.h"
#include "crypto/key_content.h"
#include "crypto/key_pem.h"
#include "crypto/key_ssh.h"
#include "jose/jwk_types.h"
#include "jose/jwk_write.h"
#include "jose/key_info.h"
#include "jose/key_state.h"
#include "signet/base64url.h"
#include "signet/encrypted_key.h"
#include "try.h"

namespace signet {
namespace {

using crypto::KeyMaterial;

Result<std::shared_ptr<const KeyState>> make_state(KeyMaterial::Ptr material, KeyInfo info) {
  //= rfc9964#3 "alg" is REQUIRED for all AKP keys: one from a PEM file has it in another place
  if (material->type() == KeyType::akp && info.alg.empty()) info.alg = material->akp().algorithm->name;
  SIGNET_CHECK(jose::check_key_info(info, *material));
  return std::make_shared<const KeyState>(KeyState{std::move(material), std::move(info)});
}

Result<std::shared_ptr<const KeyState>> make_state(Result<crypto::KeyContent> read) {
  if (!read) return std::unexpected(std::move(read).error());
  KeyInfo info;
  info.x5c = std::move(read->certificates);
  return make_state(std::move(read->material), std::move(info));
}

KeyInfo public_info(const KeyState& state) {
  KeyInfo info = state.info;
  // A public key that says "sign" says something wrong; it is kept, since to read it as "verify" would loosen it.
  if (state.material->is_private()) info.key_ops = jose::to_public_operations(info.key_ops);
  return info;
}

bool starts_like_json(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

Result<Key> Key::from_jwk(std::string_view json) {
  SIGNET_TRY(const json::Document document, json::Document::parse(json, {.max_bytes = kMaxKeyText}));
  return from_jwk(document.root());
}

Result<Key> Key::from_jwk(const json::Value& jwk) {
  if (!jwk.is_object()) return fail(Errc::malformed_key, "jwk");
  SIGNET_TRY(KeyInfo info, jose::read_key_info(jwk));
  //= rfc7517#4.1 "kty" MUST be present, and is case-sensitive
  const auto kty = jwk.find("kty");
  if (!kty) return fail(Errc::malformed_key, "kty");
  const jose::JwkType* type = jose::find_jwk_type(kty->string().value_or(""));
  if (type == nullptr) return fail(Errc::key_unsupported, "kty");
  SIGNET_TRY(KeyMaterial::Ptr material, type->read(jwk));
  SIGNET_TRY(auto state, make_state(std::move(material), std::move(info)));
  return Key(std::move(state));
}

Result<Key> Key::from_pem(std::string_view pem, const Secret* passphrase) {
  SIGNET_TRY(auto state, make_state(crypto::read_pem(pem, passphrase)));
  return Key(std::move(state));
}

Result<Key> Key::from_content(ByteView content, const Secret* passphrase) {
  if (starts_like_json(as_text(content))) return from_jwk(as_text(content));
  if (is_encrypted_jwk(as_text(content))) {
    SIGNET_TRY(const Secret jwk, open_encrypted_jwk(as_text(content), passphrase));
    return from_jwk(as_text(jwk.expose()));
  }
  SIGNET_TRY(auto state, make_state(crypto::read_key_content(content, passphrase)));
  return Key(std::move(state));
}

Result<Key> Key::from_octets(Secret octets) {
  SIGNET_TRY(KeyMaterial::Ptr material, KeyMaterial::from_octets(std::move(octets)));
  SIGNET_TRY(auto state, make_state(std::move(material), {}));
  return Key(std::move(state));
}

KeyType Key::type() const noexcept {
  return state_->material->type();
}

std::string_view Key::crv() const noexcept {
  const crypto::Curve* curve = state_->material->curve();
  return curve == nullptr ? std::string_view() : curve->name;
}

unsigned Key::bits() const noexcept {
  return state_->material->bits();
}
bool Key::is_private() const noexcept {
  return state_->material->is_private();
}
const KeyInfo& Key::info() const noexcept {
  return state_->info;
}

Result<Key> Key::with_info(KeyInfo info) const {
  SIGNET_TRY(auto state, make_state(state_->material, std::move(info)));
  return Key(std::move(state));
}

Result<Key> Key::public_key() const {
  if (is_symmetric()) return fail(Errc::symmetric_key, "kty");
  if (!is_private()) return *this;
  SIGNET_TRY(KeyMaterial::Ptr half, state_->material->public_half());
  return Key(std::make_shared<const KeyState>(KeyState{std::move(half), public_info(*state_)}));
}

Result<std::string> Key::to_public_jwk() const {
  if (is_symmetric()) return fail(Errc::symmetric_key, "kty");
  json::Writer out;
  jose::write_jwk(out, *state_->material, public_info(*state_), false);
  return out.take_string();
}

Result<Secret> Key::to_private_jwk() const {
  if (!is_private()) return fail(Errc::private_key, jose::private_member_of(type()));
  json::Writer out;
  jose::write_jwk(out, *state_->material, state_->info, true);
  return out.take_secret();
}

Result<Secret> Key::to_private_pem(PemForm form) const {
  if (is_symmetric()) return fail(Errc::symmetric_key, "kty");
  if (!is_private()) return fail(Errc::private_key, jose::private_member_of(type()));
  return crypto::write_private_pem(*state_->material, form);
}

Result<Secret> Key::to_encrypted_pem(const Secret& passphrase) const {
  return crypto::write_encrypted_pem(*state_->material, passphrase);
}

Result<std::string> Key::to_ssh_public() const {
  return crypto::write_ssh_line(*state_->material);
}

Result<std::string> Key::to_public_pem(PemForm form) const {
  if (is_symmetric()) return fail(Errc::symmetric_key, "kty");
  return crypto::write_public_pem(*state_->material, form);
}

Result<Bytes> Key::to_spki() const {
  if (is_symmetric()) return fail(Errc::symmetric_key, "kty");
  return crypto::write_spki(*state_->material);
}

std::string Key::thumbprint() const {
  return jose::thumbprint_of(*state_->material);
}

std::string Key::thumbprint_uri() const {
  //= rfc9278#4 the URN names the hash in the form of the Named Information registry
  return "urn:ietf:params:oauth:jwk-thumbprint:sha-256:" + thumbprint();
}

Result<std::string> Key::spki_thumbprint() const {
  SIGNET_TRY(const Bytes spki, to_spki());
  return base64url::encode(crypto::digest(crypto::Hash::sha256, spki));
}

Result<> Key::check_deep() const {
  return state_->material->check_deep();
}

}  // namespace signet
