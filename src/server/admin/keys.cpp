// /tenants/{tenant}/keys
#include <algorithm>

#include "codec/rfc3339.h"
#include "server/admin/records.h"
#include "server/keyring/plan.h"

namespace signet::server::admin {
namespace {

void write_time(json::Writer& writer, std::string_view name, Timestamp when) {
  if (when != Timestamp{} && when != Timestamp::max()) writer.member(name, codec::to_rfc3339(when));
}

std::string plan_text(const Tenant& tenant, const keyring::Policy& policy, Timestamp now) {
  const auto keys = tenant.keys();
  json::Writer writer;
  writer.begin_object().key("keys").begin_array();
  for (const keyring::KeyInfo& key : keyring::describe(policy, keys->ring->keys(), now)) {
    writer.begin_object().member("kid", key.kid).member("alg", key.alg).member("state", name_of(key.state));
    write_time(writer, "published", key.published);
    write_time(writer, "signs_from", key.activates);
    write_time(writer, "signs_until", key.retires);
    write_time(writer, "vanishes", key.vanishes);
    writer.end_object();
  }
  writer.end_array();
  write_time(writer, "next_change", keys->ring->next_change());
  return writer.end_object().take_string();
}

Done<Reply> plan(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  const keyring::Policy policy = call.catalog.key_policy((*tenant)->settings()->record);
  return Reply{.status = 200, .body = plan_text(**tenant, policy, call.now)};
}

Done<Reply> follow(Call& call, Tenant& tenant, const keyring::Policy& policy, Result<keyring::RingPtr> ring,
                   std::string_view what, std::string_view id) {
  if (!ring) return problem_of(ring.error());
  tenant.put_ring(*std::move(ring));
  call.loader.look();
  if (auto noted = audit(call, call.names[0], what, id); !noted) return std::unexpected(std::move(noted).error());
  return Reply{.status = 200, .body = plan_text(tenant, policy, call.now)};
}

/// {"alg":"ES256","at_once":true}; without alg all that the tenant keeps keys for.
Done<Reply> rotate(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  config::Faults faults;
  const std::filesystem::path folder;
  const config::Setting root(call.body, {}, faults, folder);
  const auto alg_setting = root.find("alg");
  const auto once_setting = root.find("at_once");
  const std::string alg = alg_setting ? alg_setting->text().value_or("") : "";
  const bool at_once = once_setting && once_setting->flag().value_or(false);
  if (!faults.empty()) return faulty(faults.take());
  const keyring::Policy policy = call.catalog.key_policy((*tenant)->settings()->record);
  Result<keyring::RingPtr> ring = (*tenant)->keys()->ring;
  for (const std::string& one : policy.algorithms)
    if (ring && (alg.empty() || one == alg)) ring = call.catalog.engine().rotate(call.names[0], policy, one, at_once);
  if (!alg.empty() && std::ranges::find(policy.algorithms, alg) == policy.algorithms.end())
    return bad_request("the tenant keeps no keys for this algorithm");
  return follow(call, **tenant, policy, std::move(ring), "rotate", alg);
}

/// {"kid":"..."}: into the feed first, so that it is never gone from the set and yet trusted elsewhere.
Done<Reply> revoke(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  const auto kid = take_text(call.body, "kid");
  if (!kid) return bad_request("write {\"kid\":\"...\"}");
  const auto keys = (*tenant)->keys();
  if (std::ranges::find(keys->ring->keys(), *kid, &keyring::KeyInfo::kid) == keys->ring->keys().end())
    return not_found("key");
  const TenantRecord& record = (*tenant)->settings()->record;
  // The feed's page about kid entries: until no verifier can have the key in its set any more.
  constexpr Duration kLongestStale = std::chrono::hours(24 * 2);
  const Revocation entry{
      .kind = RevokedKind::kid, .issuer = {}, .value = *kid, .expires = call.now + record.keys.max_age + kLongestStale};
  auto added = storage::wait_for<bool>([&](storage::Done<bool> done) {
    auto held = std::make_shared<storage::Done<bool>>(std::move(done));
    (*tenant)->revocations().add_quietly(entry, [held](Result<> result) {
      (*held)(result ? Result<bool>(true) : Result<bool>(std::unexpected(std::move(result).error())));
    });
  });
  if (!added) return problem_of(added.error());
  const keyring::Policy policy = call.catalog.key_policy(record);
  auto followed =
      follow(call, **tenant, policy, call.catalog.engine().revoke(call.names[0], policy, *kid), "revoke key", *kid);
  (*tenant)->revocations().wake();  // the next key signs by now
  return followed;
}

constexpr Operation kOperations[] = {
    {"GET", "/tenants/{tenant}/keys", "planKeys", "The keys of a tenant: when each signs, and when it vanishes.",
     Body::none, plan},
    {"POST", "/tenants/{tenant}/keys/rotate", "rotateKeys",
     "The next key signs as soon as verifiers can have it, or at once.", Body::rotate, rotate},
    {"POST", "/tenants/{tenant}/keys/revoke", "revokeKey",
     "A key was lost: it signs no more, leaves the set, and is revoked at all verifiers.", Body::revoke_key, revoke},
};

}  // namespace

std::span<const Operation> key_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
