#include "server/oauth/own_token.h"

#include "server/tenancy/own_verifier.h"
#include "try.h"

namespace signet::server::oauth {
namespace {

/// The API whose secret a token names by its kid. Nothing is proven by it: the secret is.
std::shared_ptr<const Api> api_of_secret(const Settings& settings, std::string_view token) {
  const auto looked_at = jwt::Unverified::decode(token);
  if (!looked_at) return nullptr;
  const auto kid = looked_at->header().find("kid");
  const std::string_view name = kid ? kid->string().value_or("") : "";
  if (name.empty()) return nullptr;
  for (const auto& [audience, api] : settings.apis)
    if (api->record.secret_id == name) return api;
  return nullptr;
}

std::shared_ptr<const Api> api_of(const Settings& settings, const jwt::Claims& claims) {
  const auto audience = claims.find("aud");
  const std::string_view name = audience ? audience->string().value_or("") : "";
  const auto found = settings.apis.find(name);
  return found == settings.apis.end() ? nullptr : found->second;
}

}  // namespace

Result<OwnToken> verify_own(const Tenant& tenant, std::string_view token, Timestamp now) {
  const auto settings = tenant.settings();
  if (auto api = api_of_secret(*settings, token)) {
    SIGNET_TRY(const auto verifier,
               make_secret_verifier(settings->issuer, settings->record.leeway, api->record.algorithm, *api->secret_key,
                                    tenant.shared_revocations()));
    SIGNET_TRY(jwt::Verified verified, verifier->verify(token, now));
    // A secret speaks for its own API alone.
    if (!verified.claims().audience().contains(api->record.audience)) return fail(Errc::claim_mismatch, "aud");
    return OwnToken{.token = std::move(verified), .api = std::move(api), .is_of_secret = true};
  }
  const auto keys = tenant.keys();
  if (!keys->verifier) return fail(Errc::key_not_found, "kid");
  SIGNET_TRY(jwt::Verified verified, keys->verifier->verify(token, now));
  auto api = api_of(*settings, verified.claims());
  return OwnToken{.token = std::move(verified), .api = std::move(api)};
}

}  // namespace signet::server::oauth
