#include "server/keyring/public_jwk.h"

#include <utility>

#include "jose/jwk_types.h"
#include "signet/json.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

/// What is published cannot be taken back, so the text itself is looked at, whoever wrote it.
Result<> check_public(std::string_view jwk) {
  SIGNET_TRY(const json::Document document, json::Document::parse(jwk));
  const std::string_view member = jose::find_private_member(document.root());
  if (!member.empty()) return fail(Errc::private_key, member);
  return {};
}

}  // namespace

Result<std::string> to_published_jwk(const Key& key, Certificates certificates) {
  const signet::KeyInfo& all = key.info();
  if (all.kid.empty()) return fail(Errc::key_incomplete, "kid");
  if (all.alg.empty()) return fail(Errc::key_incomplete, "alg");
  signet::KeyInfo told{.kid = all.kid, .use = "sig", .alg = all.alg};
  if (certificates == Certificates::included) {
    told.x5c = all.x5c;
    told.x5t = all.x5t;
    told.x5t_s256 = all.x5t_s256;
  }
  SIGNET_TRY(const Key half, key.public_key());
  SIGNET_TRY(const Key named, half.with_info(std::move(told)));
  SIGNET_TRY(std::string jwk, named.to_public_jwk());
  SIGNET_CHECK(check_public(jwk));
  return jwk;
}

Result<std::string> to_published_set(std::span<const Key> keys, Certificates certificates) {
  json::Writer out;
  out.begin_object().key("keys").begin_array();
  for (const Key& key : keys) {
    SIGNET_TRY(const std::string jwk, to_published_jwk(key, certificates));
    out.raw(jwk);
  }
  out.end_array().end_object();
  return out.take_string();
}

}  // namespace signet::server::keyring
