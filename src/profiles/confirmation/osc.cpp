// cnf.osc: RFC 9203 section 3.2.1.
#include "profiles/confirmation/method.h"
#include "signet/base64url.h"
#include "signet/claim_registry.h"
#include "try.h"

namespace signet::confirmation {
namespace {

constexpr Rule kProtocol{"RFC 9203 4.2", "the OSCORE exchange itself confirms the key"};
constexpr Rule kSecret{"RFC 9203 3.2", "a token with a master secret is encrypted"};

Result<> confirm_osc(const Situation&, const json::Value&) {
  return not_confirmable("osc", &kProtocol);
}

Result<std::optional<Bytes>> octets_of(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  if (!member) return std::nullopt;
  SIGNET_TRY(Bytes octets, base64url::decode(*member->string()));
  return octets;
}

Result<std::optional<Secret>> secret_of(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  if (!member) return std::nullopt;
  SIGNET_TRY(Secret octets, base64url::decode_secret(*member->string()));
  return octets;
}

/// A string, or the text of an integer.
std::optional<std::string> name_or_number(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  if (!member) return std::nullopt;
  return std::string(member->is_string() ? *member->string() : *member->number_text());
}

void write_octets(json::Writer& out, std::string_view name, const std::optional<Bytes>& octets) {
  if (octets) out.member(name, base64url::encode(*octets));
}

/// A number where it is one, else a name.
void write_name(json::Writer& out, std::string_view name, const std::optional<std::string>& value) {
  if (!value) return;
  const auto number = json::Document::parse(*value);
  const bool is_number = number && number->root().integer().has_value();
  out.key(name);
  if (is_number) {
    out.raw(*value);
  } else {
    out.string(*value);
  }
}

}  // namespace

constexpr Method kOsc{"osc", false, confirm_osc};

Result<OscoreMaterial> oscore_material(const jwt::Verified& token) {
  const auto cnf = token.claims().find("cnf");
  const auto osc = cnf ? cnf->find("osc") : std::nullopt;
  if (!osc) return not_confirmable("osc");
  SIGNET_CHECK(jwt::check_claim_value(*jwt::find_registered_claim("cnf"), *cnf));
  OscoreMaterial material;
  SIGNET_TRY(material.id, octets_of(*osc, "id"));
  SIGNET_TRY(std::optional<Secret> secret, secret_of(*osc, "ms"));
  //= rfc9203#3.2 the token MUST be encrypted, since it has the master secret
  if (secret && token.encryption().empty()) return fail(Errc::claim_rule, "cnf", &kSecret);
  if (secret) material.master_secret = *std::move(secret);
  if (const auto version = osc->find("version")) material.version = version->integer();
  material.hkdf = name_or_number(*osc, "hkdf");
  material.algorithm = name_or_number(*osc, "alg");
  SIGNET_TRY(material.salt, secret_of(*osc, "salt"));
  SIGNET_TRY(material.context_id, octets_of(*osc, "contextId"));
  return material;
}

Result<Secret> by_oscore(const OscoreMaterial& material) {
  json::Writer out;
  out.begin_object().key("osc").begin_object();
  write_octets(out, "id", material.id);
  if (material.version) out.key("version").integer(*material.version);
  if (!material.master_secret.expose().empty()) out.member("ms", base64url::encode(material.master_secret.expose()));
  write_name(out, "hkdf", material.hkdf);
  write_name(out, "alg", material.algorithm);
  if (material.salt) out.member("salt", base64url::encode(material.salt->expose()));
  write_octets(out, "contextId", material.context_id);
  out.end_object().end_object();
  SIGNET_TRY(const json::Document made, json::Document::parse(out.text()));
  SIGNET_CHECK(jwt::check_claim_value(*jwt::find_registered_claim("cnf"), made.root()));
  return Secret::copy_of(as_bytes(out.text()));
}

}  // namespace signet::confirmation
