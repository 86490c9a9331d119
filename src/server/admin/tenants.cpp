// /tenants
#include <algorithm>

#include "server/admin/records.h"
#include "server/admin/tenants.h"

namespace signet::server::admin {
namespace {

std::string shown(const Call& call, const TenantRecord& record) {
  json::Writer writer;
  writer.begin_object().key("tenant");
  write_record(record, writer);
  writer.member("issuer_identifier", call.catalog.issuer_of(record));
  return writer.end_object().take_string();
}

Done<Reply> list_tenants(Call& call) {
  return list<TenantRecord>(call, {});
}

Done<Reply> create(Call& call) {
  auto record = read_record<TenantRecord>(call.body);
  if (!record) return faulty(std::move(record).error());
  if (auto made = create_tenant(call, *record); !made) return std::unexpected(std::move(made).error());
  return Reply{.status = 201, .body = shown(call, *record)};
}

Done<Reply> get_tenant(Call& call) {
  auto kept = read<TenantRecord>(call, {}, call.names[0]);
  if (!kept) return std::unexpected(std::move(kept).error());
  return Reply{.status = 200, .body = shown(call, kept->record)};
}

Done<bool> keep_identity(const TenantRecord& former, TenantRecord& next) {
  if (former.issuer != next.issuer)
    return bad_request(
        "an issuer identifier cannot be changed: everybody who trusts it would have to; make another tenant");
  return true;
}

/// No API is left without a key that signs for it.
Done<bool> check_apis(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  config::Node patched = to_node((*tenant)->settings()->record);
  merge(patched, call.body);
  const auto next = read_record<TenantRecord>(patched);
  if (!next) return true;  // change() tells what is wrong with it
  const std::vector<std::string>& kept = next->keys.algorithms;
  for (const auto& [audience, api] : (*tenant)->settings()->apis) {
    const std::string& wanted = api->record.algorithm;
    if (!wanted.empty() && !api->signer && std::ranges::find(kept, wanted) == kept.end())
      return bad_request(
          "an API of the tenant is signed for with an algorithm that would have no key: change the API first");
  }
  return true;
}

Done<Reply> change_tenant(Call& call) {
  if (auto fits = check_apis(call); !fits) return std::unexpected(std::move(fits).error());
  auto next = change<TenantRecord>(call, {}, call.names[0], keep_identity);
  if (!next) return std::unexpected(std::move(next).error());
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 200, .body = shown(call, *next)};
}

Done<Reply> delete_tenant(Call& call) {
  const std::string& name = call.names[0];
  auto removed = remove<TenantRecord>(call, {}, name);
  if (!removed) return removed;
  call.catalog.forget(name);
  const auto erased =
      storage::wait_for<std::size_t>([&](auto done) { call.catalog.store().erase_tenant(name, std::move(done)); });
  if (!erased) return problem_of(erased.error());
  return removed;
}

constexpr Operation kOperations[] = {
    {"GET", "/tenants", "listTenants", "Tenants, a page at a time.", Body::none, list_tenants},
    {"POST", "/tenants", "createTenant", "A new tenant, with keys and a default API.", Body::tenant, create},
    {"GET", "/tenants/{tenant}", "getTenant", "One tenant.", Body::none, get_tenant},
    {"PATCH", "/tenants/{tenant}", "changeTenant", "Changes members of a tenant.", Body::patch, change_tenant},
    {"DELETE", "/tenants/{tenant}", "deleteTenant", "Removes a tenant with its keys, clients, APIs and logs.",
     Body::none, delete_tenant},
};

}  // namespace

Done<bool> create_tenant(Call& call, const TenantRecord& record) {
  if (!record.issuer.empty()) {
    const auto taken = call.catalog.tenant_of_host(record.issuer.substr(record.issuer.find("://") + 3));
    if (!taken) return problem_of(taken.error());
    if (!taken->empty()) return conflict("another tenant has an issuer on this host");
  }
  auto there = get(call, {.kind = storage::Kind::tenant, .tenant = {}, .id = record.name});
  if (!there) return std::unexpected(std::move(there).error());
  if (*there) return conflict("there is one of this name already");
  // What a deletion that was broken off has left is not for who takes the name next.
  const auto cleared = storage::wait_for<std::size_t>(
      [&](auto done) { call.catalog.store().erase_tenant(record.name, std::move(done)); });
  if (!cleared) return problem_of(cleared.error());
  // The API first: a tenant that is there is whole. It is put, not added, since a start may have been broken off here.
  ApiRecord api{.audience = call.catalog.default_api_of(record)};
  const auto put = storage::wait_for<std::uint64_t>(
      [&](auto done) { call.catalog.store().put(stored(api, record.name), std::move(done)); });
  if (!put) return problem_of(put.error());
  if (auto added = add(call, {}, record); !added) return added;
  const auto loaded = call.catalog.load(record.name);  // makes its keys
  if (!loaded) return problem_of(loaded.error());
  call.loader.look();
  return true;
}

std::span<const Operation> tenant_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
