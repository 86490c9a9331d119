// /tenants/{tenant}/issuers
#include "server/admin/records.h"
#include "server/admin/secrets.h"

namespace signet::server::admin {
namespace {

std::string shown(const TrustedIssuerRecord& record, const std::optional<std::string>& secret) {
  json::Writer writer;
  writer.begin_object().key("issuer");
  write_record(record, writer);
  if (secret) writer.member("secret", *secret);
  return writer.end_object().take_string();
}

Done<Reply> list_issuers(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  return list<TrustedIssuerRecord>(call, call.names[0]);
}

Done<Reply> trust_issuer(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto given = take_text(call.body, "secret");
  auto record = read_record<TrustedIssuerRecord>(call.body);
  if (!record) return faulty(std::move(record).error());
  auto secret = give_secret(call, call.names[0], *record, std::move(given));
  if (!secret) return std::unexpected(std::move(secret).error());
  if (auto usable = check_usable(call, *record); !usable) return std::unexpected(std::move(usable).error());
  if (auto added = add(call, call.names[0], *record); !added) return std::unexpected(std::move(added).error());
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 201, .body = shown(*record, *secret)};
}

Done<Reply> get_issuer(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto kept = read<TrustedIssuerRecord>(call, call.names[0], call.names[1]);
  if (!kept) return std::unexpected(std::move(kept).error());
  return Reply{.status = 200, .body = shown(kept->record, std::nullopt)};
}

Done<bool> keep_secret(const TrustedIssuerRecord& former, TrustedIssuerRecord& next) {
  const bool has_keys = !next.jwks.empty() || !next.jwks_uri.empty();
  if (!has_keys && former.sealed_secret.empty()) return bad_request("the issuer would have no keys");
  if (!has_keys) next.sealed_secret = former.sealed_secret;
  return true;
}

Done<Reply> change_issuer(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto next = change<TrustedIssuerRecord>(call, call.names[0], call.names[1], keep_secret);
  if (!next) return std::unexpected(std::move(next).error());
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 200, .body = shown(*next, std::nullopt)};
}

Done<Reply> distrust_issuer(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  return remove<TrustedIssuerRecord>(call, call.names[0], call.names[1]);
}

constexpr Operation kOperations[] = {
    {"GET", "/tenants/{tenant}/issuers", "listIssuers", "Whose assertions a tenant takes, a page at a time.",
     Body::none, list_issuers},
    {"POST", "/tenants/{tenant}/issuers", "trustIssuer",
     "Assertions of this issuer are taken; without keys and secret a secret is made, and shown this once.",
     Body::issuer, trust_issuer},
    {"GET", "/tenants/{tenant}/issuers/{issuer}", "getIssuer", "One trusted issuer.", Body::none, get_issuer},
    {"PATCH", "/tenants/{tenant}/issuers/{issuer}", "changeIssuer", "Changes members of a trusted issuer.", Body::patch,
     change_issuer},
    {"DELETE", "/tenants/{tenant}/issuers/{issuer}", "distrustIssuer", "Its assertions are taken no more.", Body::none,
     distrust_issuer},
};

}  // namespace

std::span<const Operation> issuer_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
