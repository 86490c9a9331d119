#include "server/oauth/issue.h"

#include "crypto/random.h"
#include "server/tenancy/own_verifier.h"
#include "signet/base64url.h"
#include "signet/json.h"
#include "signet/profiles.h"

namespace signet::server::oauth {
namespace {

constexpr std::size_t kTokenIdOctets = 16;

std::unexpected<Refusal> no_key() {
  return std::unexpected(Refusal{.what = Refused::temporarily_unavailable,
                                 .description = "there is no key to sign with at this moment",
                                 .cause = Error{Errc::key_not_found, "alg"},
                                 .retry_after = 1});
}

void add_list(jwt::Builder& builder, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  json::Writer writer;
  writer.begin_array();
  for (const std::string& value : values) writer.string(value);
  builder.claim_json(name, writer.end_array().take_string());
}

void add_mapped(jwt::Builder& builder, const TokenPlan& plan) {
  ClaimSources sources{.tenant = plan.settings->record.name,
                       .client_id = plan.authorization.client_id,
                       .subject = plan.authorization.subject,
                       .api = plan.api->record.audience};
  if (plan.client) sources.client_title = plan.client->record.title;
  if (plan.authorization.assertion) sources.assertion = &plan.authorization.assertion->claims();
  plan.api->claims.apply(sources, builder);
  if (plan.client) plan.client->claims.apply(sources, builder);
  if (plan.authorization.issuer) plan.authorization.issuer->claims.apply(sources, builder);
}

/// RFC 9068 section 2.2, in the order of its sections.
void add_claims(jwt::Builder& builder, const TokenPlan& plan, std::string_view token_id) {
  const auto issued = std::chrono::floor<std::chrono::seconds>(plan.now);
  builder.issuer(plan.settings->issuer)
      .subject(plan.authorization.subject)
      .audience(plan.api->record.audience)
      .expires_at(issued + plan.lifetime)
      .issued_at(issued)
      .token_id(token_id)
      .claim("client_id", plan.authorization.client_id);
  if (!plan.scope.empty()) builder.claim("scope", plan.scope);
  if (plan.client) {
    add_list(builder, "roles", plan.client->record.roles);
    add_list(builder, "groups", plan.client->record.groups);
    add_list(builder, "entitlements", plan.client->record.entitlements);
  }
  if (!plan.authorization_details.empty()) builder.claim_json("authorization_details", plan.authorization_details);
  if (!plan.jkt.empty()) {
    json::Writer writer;
    builder.claim_json("cnf", writer.begin_object().member("jkt", plan.jkt).end_object().take_string());
  }
  if (!plan.authorization.grant_id.empty()) builder.claim(kGrantClaim, plan.authorization.grant_id);
}

}  // namespace

Outcome<Issued> issue(const TokenPlan& plan, const Tenant& tenant) {
  std::shared_ptr<const Signer> signer = plan.api->signer;
  if (!signer) signer = tenant.signer(plan.api->record.algorithm);
  if (!signer) return no_key();
  const auto random = crypto::random_secret(kTokenIdOctets);
  if (!random) return refuse(Refused::server_error, {}, random.error());
  std::string token_id = base64url::encode(random->expose());
  jwt::Builder builder;
  add_mapped(builder, plan);
  add_claims(builder, plan, token_id);
  builder.profile(*jwt::find_profile("at+jwt"));
  auto token = builder.sign(*signer);
  if (!token) return refuse(Refused::server_error, "the token could not be made", std::move(token).error());
  return Issued{.token = *std::move(token), .token_id = std::move(token_id)};
}

void use_up(storage::Store& store, std::string tenant, std::vector<SingleUse> uses,
            std::move_only_function<void(Outcome<>)> done) {
  if (uses.empty()) return done({});
  SingleUse use = std::move(uses.front());
  uses.erase(uses.begin());
  storage::Record record{.name = {.kind = storage::Kind::used, .tenant = tenant, .id = std::move(use.id)}};
  record.expires = use.expires;
  store.insert(std::move(record),
               [&store, tenant = std::move(tenant), uses = std::move(uses), otherwise = std::move(use.otherwise),
                done = std::move(done)](Result<bool> is_first) mutable {
                 if (!is_first)
                   return done(std::unexpected(Refusal{.what = Refused::temporarily_unavailable,
                                                       .description = "what may be used once cannot be written down",
                                                       .cause = std::move(is_first).error(),
                                                       .retry_after = 1}));
                 if (!*is_first) return done(std::unexpected(std::move(otherwise)));
                 use_up(store, std::move(tenant), std::move(uses), std::move(done));
               });
}

std::string token_answer(const TokenPlan& plan, std::string_view token) {
  json::Writer writer;
  writer.begin_object().member("access_token", token);
  //= rfc9449#5 token_type is DPoP where the token is bound to the key of the proof
  writer.member("token_type", plan.jkt.empty() ? "Bearer" : "DPoP");
  writer.key("expires_in").integer(std::chrono::floor<std::chrono::seconds>(plan.lifetime).count());
  if (!plan.scope.empty()) writer.member("scope", plan.scope);
  if (!plan.authorization_details.empty()) writer.key("authorization_details").raw(plan.authorization_details);
  return writer.end_object().take_string();
}

}  // namespace signet::server::oauth
