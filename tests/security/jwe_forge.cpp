#include "jwe_forge.h"

#include <map>

#include "crypto/random.h"
#include "jose/key_parameters.h"
#include "signet/json.h"

namespace signet::test {
namespace {

template <class Rows>
std::vector<std::string_view> available_names(const Rows& rows) {
  std::vector<std::string_view> names;
  for (const auto* row : rows)
    if (describe(*row).available) names.push_back(describe(*row).name);
  return names;
}

Result<Key> make_key(std::string_view alg, std::string_view enc, std::string_view crv) {
  if (alg.starts_with("PBES2")) {
    return Key::from_octets(Secret::copy_of(as_bytes("correct horse battery staple")))
        .value()
        .with_info({.alg = std::string(alg)});
  }
  if (alg.starts_with("RSA") && alg != "RSA-OAEP") {
    return decryption_key_for("RSA-OAEP").with_info({.use = "enc", .alg = std::string(alg)});
  }
  const Key made = Key::generate({.alg = alg, .crv = crv, .enc = alg == "dir" ? enc : std::string_view()}).value();
  return made.with_info({.use = "enc", .alg = std::string(alg)});
}

void write_shared(json::Writer& out, const JweParts& parts) {
  if (!parts.header.empty()) out.member("protected", parts.header);
  if (!parts.unprotected.empty()) out.key("unprotected").raw(parts.unprotected);
}

void write_own(json::Writer& out, std::string_view own, std::string_view key) {
  if (!own.empty()) out.key("header").raw(own);
  if (!key.empty()) out.member("encrypted_key", key);
}

void write_content(json::Writer& out, const JweParts& parts) {
  if (parts.aad) out.member("aad", *parts.aad);
  out.member("iv", parts.iv).member("ciphertext", parts.ciphertext).member("tag", parts.tag);
}

}  // namespace

std::vector<std::string_view> all_key_managements() {
  return available_names(key_management_algorithms());
}

std::vector<std::string_view> all_content_encryptions() {
  return available_names(content_encryptions());
}

const Key& decryption_key_for(std::string_view alg, std::string_view enc, std::string_view crv) {
  static std::map<std::string, Key, std::less<>> keys;
  const std::string name = joined({alg, "/", alg == "dir" ? enc : std::string_view(), "/", crv});
  if (const auto found = keys.find(name); found != keys.end()) return found->second;
  return keys.emplace(name, make_key(alg, enc, crv).value()).first->second;
}

std::string JweParts::flattened() const {
  json::Writer out;
  out.begin_object();
  write_shared(out, *this);
  write_own(out, own, key);
  write_content(out, *this);
  return out.end_object().take_string();
}

std::string JweParts::general() const {
  return general_jwe(*this, {{.own = own, .key = key}});
}

std::string general_jwe(const JweParts& shared, const std::vector<JweRecipientParts>& recipients) {
  json::Writer out;
  out.begin_object();
  write_shared(out, shared);
  out.key("recipients").begin_array();
  for (const JweRecipientParts& recipient : recipients) {
    out.begin_object();
    write_own(out, recipient.own, recipient.key);
    out.end_object();
  }
  out.end_array();
  write_content(out, shared);
  return out.end_object().take_string();
}

Forger::Forger(std::string_view alg, std::string_view enc, const Key& key, const Options& options)
    : alg_(alg), enc_(&content_row(enc)) {
  const Key shown = key.is_symmetric() ? key : key.public_key().value();
  const auto to = shown.prepare_encryption(management_row(alg)).value();
  const Secret right = crypto::random_secret(enc_->key_octets).value();
  const Secret wrapped =
      options.cek_octets == 0 ? Secret::copy_of(right.expose()) : crypto::random_secret(options.cek_octets).value();
  crypto::KeyRequest request{.enc = enc_, .cek = &wrapped, .apu = {}, .apv = {}, .p2c = options.p2c};
  const crypto::ManagedKey managed = to->prepared().manage(request).value();
  encrypted_key_ = base64url::encode(managed.encrypted_key);
  content_ = managed.content_key ? managed.content_key : crypto::make_content_key(*enc_, right).value();
  json::Writer out;
  out.begin_object();
  jose::write_key_parameters(out, managed.parameters);
  const std::string object = out.end_object().take_string();
  if (object != "{}") parameters_ = "," + object.substr(1, object.size() - 2);
}

std::string Forger::header(std::string_view more) const {
  return joined({R"({"alg":")", alg_, R"(","enc":")", enc_->name, "\"", parameters_, more, "}"});
}

JweParts Forger::seal(std::string_view header, std::string_view plaintext) const {
  const std::string segment = b64(header);
  JweParts parts = seal_over(segment, plaintext);
  parts.header = segment;
  return parts;
}

JweParts Forger::seal_over(std::string_view authenticated, std::string_view plaintext) const {
  const Secret iv = crypto::random_secret(enc_->iv_octets).value();
  const crypto::Sealed sealed = content_->encrypt(iv.expose(), as_bytes(authenticated), as_bytes(plaintext)).value();
  return {.header = {},
          .key = encrypted_key_,
          .iv = base64url::encode(iv.expose()),
          .ciphertext = base64url::encode(sealed.ciphertext),
          .tag = base64url::encode(sealed.tag)};
}

}  // namespace signet::test
