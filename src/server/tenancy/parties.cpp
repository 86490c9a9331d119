#include "server/tenancy/parties.h"

#include <algorithm>
#include <array>

#include "signet/dpop.h"
#include "signet/profiles.h"
#include "try.h"

namespace signet::server {
namespace {

/// Assertions that a client makes of itself live no longer than this.
constexpr Duration kLongestClientAssertion = std::chrono::minutes(5);
constexpr std::string_view kTokenPath = "/oauth2/token";

struct Keys {
  std::shared_ptr<const KeySource> source;
  std::shared_ptr<const RemoteJwkSet> remote;
  AlgorithmSet algorithms;
};

Result<Keys> public_keys(const std::string& jwks, const std::string& jwks_uri, const PartyNeeds& needs) {
  Keys keys{.source = nullptr, .remote = nullptr, .algorithms = dpop::asymmetric_algorithms()};
  if (!jwks.empty()) {
    SIGNET_TRY(JwkSet set, JwkSet::parse(jwks));
    if (AlgorithmSet declared = set.declared_algorithms(); !declared.empty()) keys.algorithms = std::move(declared);
    keys.source = std::make_shared<const JwkSet>(std::move(set));
    return keys;
  }
  RemoteKeyOptions options;
  options.on_event = [on_keys = needs.on_keys](const RemoteKeyEvent& event) {
    const bool is_news = event.kind == RemoteKeyEvent::Kind::refreshed || event.kind == RemoteKeyEvent::Kind::failed;
    if (is_news && on_keys) on_keys();
  };
  SIGNET_TRY(keys.remote, RemoteJwkSet::of_url(jwks_uri, needs.seams, std::move(options)));
  keys.source = keys.remote;
  return keys;
}

/// Who knows the octets of a text can sign with it, as the seed of shared secrets has it.
Result<Keys> shared_key(Secret secret) {
  constexpr std::string_view kHmac[] = {"HS256", "HS384", "HS512"};
  constexpr std::size_t kOctets[] = {32, 48, 64};  // RFC 7518 section 3.2: as long as the hash
  Keys keys;
  for (std::size_t i = 0; i < std::size(kHmac); ++i)
    if (secret.size() >= kOctets[i]) keys.algorithms.add(*find_signature_algorithm(kHmac[i]));
  if (keys.algorithms.empty()) return fail(Errc::weak_key, "k");
  SIGNET_TRY(const Key key, Key::from_octets(std::move(secret)));
  keys.source = std::make_shared<const JwkSet>(JwkSet::of(std::array{key}));
  return keys;
}

Result<AlgorithmSet> chosen(const std::vector<std::string>& names, AlgorithmSet otherwise) {
  if (names.empty()) return otherwise;
  const std::vector<std::string_view> views(names.begin(), names.end());
  return AlgorithmSet::of(views);
}

/// How long from now an assertion may be good: what is good for long is a key that nobody keeps.
jwt::Check lives_at_most(Duration longest) {
  return [longest](const jwt::Claims& claims, Timestamp now) -> Result<> {
    if (claims.expires_at().value_or(Timestamp::max()) > now + longest) return fail(Errc::limit_exceeded, "exp");
    return {};
  };
}

Result<std::shared_ptr<const jwt::Verifier>> build(jwt::Policy policy, std::shared_ptr<const KeySource> keys) {
  SIGNET_TRY(jwt::Verifier verifier, jwt::Verifier::build(std::move(policy), std::move(keys)));
  return std::make_shared<const jwt::Verifier>(std::move(verifier));
}

Result<AssertionKey> client_assertions(const ClientRecord& record, const TenantRecord& tenant,
                                       const std::string& issuer, Keys keys, Timestamp expires) {
  jwt::Policy policy;
  policy.issuer(record.id).audience(issuer).leeway(tenant.leeway).require("jti");
  if (record.legacy_audience) policy.audience(issuer + std::string(kTokenPath));
  policy.typ_jwt().typ("client-authentication+jwt");
  policy.profile(*jwt::find_profile("client-assertion"))
      .check("lifetime", lives_at_most(kLongestClientAssertion + tenant.leeway));
  SIGNET_TRY(const AlgorithmSet algorithms, chosen(record.assertion_algorithms, std::move(keys.algorithms)));
  policy.algorithms(algorithms);
  SIGNET_TRY(auto verifier, build(std::move(policy), std::move(keys.source)));
  return AssertionKey{.expires = expires, .verifier = std::move(verifier)};
}

/// aud is the issuer identifier and nothing else.
jwt::Check is_only_audience(bool array_may_be) {
  return [array_may_be](const jwt::Claims& claims, Timestamp /*now*/) -> Result<> {
    const auto audience = claims.audience().json();
    const bool is_one = audience && (audience->is_string() || (array_may_be && audience->size() == 1));
    return is_one ? Result<>{} : fail(Errc::claim_rule, "aud");
  };
}

}  // namespace

Result<std::shared_ptr<const Api>> prepare(ApiRecord record, const TenantRecord& tenant, const std::string& /*issuer*/,
                                           const PartyNeeds& needs) {
  auto api = std::make_shared<Api>();
  SIGNET_TRY(api->claims, ClaimMap::compile(record.claims));
  if (!record.sealed_secret.empty()) {
    SIGNET_TRY(Secret secret, needs.vault.open(record.sealed_secret, tenant.name, "api", record.audience));
    SIGNET_TRY(Key key, Key::from_octets(std::move(secret)));
    KeyInfo info = key.info();
    info.kid = record.secret_id;
    SIGNET_TRY(key, key.with_info(std::move(info)));
    SIGNET_TRY(api->signer, key.signer(*find_signature_algorithm(record.algorithm)));
    api->secret_key = std::make_shared<const JwkSet>(JwkSet::of(std::array{key}));
  }
  api->record = std::move(record);
  return api;
}

Result<std::shared_ptr<const Client>> prepare(ClientRecord record, const TenantRecord& tenant,
                                              const std::string& issuer, const PartyNeeds& needs) {
  auto client = std::make_shared<Client>();
  SIGNET_TRY(client->claims, ClaimMap::compile(record.claims));
  if (!record.jwks.empty() || !record.jwks_uri.empty()) {
    SIGNET_TRY(Keys keys, public_keys(record.jwks, record.jwks_uri, needs));
    client->remote = keys.remote;
    SIGNET_TRY(AssertionKey key, client_assertions(record, tenant, issuer, std::move(keys), Timestamp{}));
    client->assertions.push_back(std::move(key));
  } else if (record.auth == "client_secret_jwt") {
    for (const StoredSecret& stored : record.secrets) {
      SIGNET_TRY(Secret secret, needs.vault.open(stored.kept, tenant.name, "client", record.id));
      SIGNET_TRY(Keys keys, shared_key(std::move(secret)));
      SIGNET_TRY(AssertionKey key, client_assertions(record, tenant, issuer, std::move(keys), stored.expires));
      client->assertions.push_back(std::move(key));
    }
  }
  client->record = std::move(record);
  return client;
}

Result<std::shared_ptr<const TrustedIssuer>> prepare(TrustedIssuerRecord record, const TenantRecord& tenant,
                                                     const std::string& issuer, const PartyNeeds& needs) {
  auto trusted = std::make_shared<TrustedIssuer>();
  SIGNET_TRY(trusted->claims, ClaimMap::compile(record.claims));
  Keys keys;
  if (record.sealed_secret.empty()) {
    SIGNET_TRY(keys, public_keys(record.jwks, record.jwks_uri, needs));
  } else {
    SIGNET_TRY(Secret secret, needs.vault.open(record.sealed_secret, tenant.name, "issuer", record.issuer));
    SIGNET_TRY(keys, shared_key(std::move(secret)));
  }
  trusted->remote = keys.remote;
  jwt::Policy policy;
  policy.issuer(record.issuer).audience(issuer).leeway(tenant.leeway);
  policy.typ_jwt().typ("authorization-grant+jwt");
  policy.profile(*jwt::find_profile("jwt-bearer-grant")).registered_claims(jwt::Scrutiny::off);
  policy.check("audience", is_only_audience(record.aud_array == "one"));
  policy.check("lifetime", lives_at_most(record.max_lifetime + tenant.leeway));
  SIGNET_TRY(const AlgorithmSet algorithms, chosen(record.algorithms, std::move(keys.algorithms)));
  policy.algorithms(algorithms);
  if (record.single_use) policy.require("jti");
  SIGNET_TRY(trusted->assertions, build(std::move(policy), std::move(keys.source)));
  trusted->record = std::move(record);
  return trusted;
}

}  // namespace signet::server
