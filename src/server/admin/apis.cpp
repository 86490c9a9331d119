// /tenants/{tenant}/apis
#include <algorithm>

#include "server/admin/records.h"
#include "server/admin/secrets.h"

namespace signet::server::admin {
namespace {

std::string shown(const ApiRecord& record, const std::optional<std::string>& secret) {
  json::Writer writer;
  writer.begin_object().key("api");
  write_record(record, writer);
  if (!record.secret_id.empty()) writer.member("kid", record.secret_id);
  if (secret) writer.member("secret", *secret);
  return writer.end_object().take_string();
}

Done<Reply> list_apis(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  return list<ApiRecord>(call, call.names[0]);
}

/// An asymmetric algorithm that the tenant keeps no keys for becomes one of its own, and signs at once: of a new API
/// there is no verifier yet that could have cached the key set without it.
Done<bool> provide_algorithm(Call& call, const Tenant& tenant, const ApiRecord& record) {
  const auto settings = tenant.settings();
  const std::vector<std::string>& kept = settings->record.keys.algorithms;
  const bool is_kept = std::ranges::find(kept, record.algorithm) != kept.end();
  if (record.algorithm.empty() || has_secret(record) || is_kept) return true;
  auto owner = read<TenantRecord>(call, {}, call.names[0]);
  if (!owner) return std::unexpected(std::move(owner).error());
  owner->record.keys.algorithms.push_back(record.algorithm);
  storage::Record changed = stored(owner->record, {});
  changed.version = owner->version;
  auto done = replace(call, std::move(changed));
  if (!done) return done;
  if (!*done) return conflict("somebody else has changed the tenant meanwhile: ask again");
  if (auto noted = audit(call, call.names[0], "add algorithm", record.algorithm); !noted) return noted;
  if (auto followed = refresh(call, call.names[0]); !followed) return followed;
  const keyring::Policy policy = call.catalog.key_policy(owner->record);
  if (auto ring = call.catalog.engine().rotate(call.names[0], policy, record.algorithm, true); !ring)
    return problem_of(ring.error());
  return refresh(call, call.names[0]);
}

Done<Reply> create_api(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto record = read_record<ApiRecord>(call.body);
  if (!record) return faulty(std::move(record).error());
  if (auto there = provide_algorithm(call, **tenant, *record); !there) return std::unexpected(std::move(there).error());
  auto secret = give_secret(call, call.names[0], *record);
  if (!secret) return std::unexpected(std::move(secret).error());
  if (auto usable = check_usable(call, *record); !usable) return std::unexpected(std::move(usable).error());
  if (auto added = add(call, call.names[0], *record); !added) return std::unexpected(std::move(added).error());
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 201, .body = shown(*record, *secret)};
}

Done<Reply> get_api(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto kept = read<ApiRecord>(call, call.names[0], call.names[1]);
  if (!kept) return std::unexpected(std::move(kept).error());
  return Reply{.status = 200, .body = shown(kept->record, std::nullopt)};
}

Done<bool> keep_secret(const ApiRecord& former, ApiRecord& next) {
  if (former.algorithm != next.algorithm && (has_secret(former) || has_secret(next)))
    return bad_request("tokens of this API would be signed in another way: make another API");
  next.sealed_secret = former.sealed_secret;
  next.secret_id = former.secret_id;
  return true;
}

Done<Reply> change_api(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto next = change<ApiRecord>(call, call.names[0], call.names[1], keep_secret);
  if (!next) return std::unexpected(std::move(next).error());
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 200, .body = shown(*next, std::nullopt)};
}

Done<Reply> delete_api(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  return remove<ApiRecord>(call, call.names[0], call.names[1]);
}

Done<Reply> rotate_secret(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto kept = read<ApiRecord>(call, call.names[0], call.names[1]);
  if (!kept) return std::unexpected(std::move(kept).error());
  auto secret = give_secret(call, call.names[0], kept->record);
  if (!secret) return std::unexpected(std::move(secret).error());
  if (!*secret) return bad_request("tokens of this API are not signed with a secret");
  storage::Record record = stored(kept->record, call.names[0]);
  record.version = kept->version;
  auto done = replace(call, std::move(record));
  if (!done) return std::unexpected(std::move(done).error());
  if (!*done) return conflict("somebody else has changed it meanwhile: ask again");
  if (auto noted = audit(call, call.names[0], "new secret", call.names[1]); !noted)
    return std::unexpected(std::move(noted).error());
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 200, .body = shown(kept->record, *secret)};
}

constexpr Operation kOperations[] = {
    {"GET", "/tenants/{tenant}/apis", "listApis", "APIs of a tenant, a page at a time.", Body::none, list_apis},
    {"POST", "/tenants/{tenant}/apis", "createApi", "A new API; the secret of one with HS256 is shown this once.",
     Body::api, create_api},
    {"GET", "/tenants/{tenant}/apis/{api}", "getApi", "One API.", Body::none, get_api},
    {"PATCH", "/tenants/{tenant}/apis/{api}", "changeApi", "Changes members of an API.", Body::patch, change_api},
    {"DELETE", "/tenants/{tenant}/apis/{api}", "deleteApi", "Removes an API.", Body::none, delete_api},
    {"POST", "/tenants/{tenant}/apis/{api}/secrets", "rotateApiSecret",
     "A new secret for an API with HS256, at once: tokens of the former no longer verify.", Body::none, rotate_secret},
};

}  // namespace

std::span<const Operation> api_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
