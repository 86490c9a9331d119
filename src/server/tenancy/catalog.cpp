#include "server/tenancy/catalog.h"

#include <algorithm>
#include <utility>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "server/tenancy/record_rows.h"
#include "try.h"

namespace signet::server {
namespace {

using storage::Kind;

constexpr std::string_view kDefaultApiPath = "/api";

std::string_view authority_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  return slashes == std::string_view::npos ? std::string_view() : url.substr(slashes + 3);
}

/// All records of one kind of a tenant.
template <class Record>
Result<std::vector<Record>> read_all(storage::Store& store, Kind kind, const std::string& tenant) {
  std::vector<Record> records;
  storage::Query query{.kind = kind, .tenant = tenant, .limit = storage::kMaxPage};
  do {
    SIGNET_TRY(storage::Page page,
               storage::wait_for<storage::Page>([&](auto done) { store.list(query, std::move(done)); }));
    records.reserve(records.size() + page.records.size());
    for (const storage::Record& stored : page.records) {
      SIGNET_TRY(Record record, from_stored<Record>(stored.body));
      records.push_back(std::move(record));
    }
    query.after = std::move(page.next);
  } while (!query.after.empty());
  return records;
}

/// What was prepared of the same record; else null.
template <class Party, class Record>
std::shared_ptr<const Party> unchanged(const std::map<std::string, std::shared_ptr<const Party>, std::less<>>* former,
                                       const std::string& name, const Record& record) {
  if (former == nullptr) return nullptr;
  const auto found = former->find(name);
  return found != former->end() && found->second->record == record ? found->second : nullptr;
}

}  // namespace

std::optional<BaseUrl> BaseUrl::parse(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  const auto uri = codec::parse_uri(text);
  const bool is_web = uri && (uri->scheme == "https" || uri->scheme == "http");
  if (!is_web || uri->host.empty() || uri->userinfo || uri->query || uri->fragment) return std::nullopt;
  std::string host(uri->authority.value_or(""));
  for (char& c : host) c = codec::to_lower(c);
  return BaseUrl{.text = std::string(text), .host = std::move(host), .path = std::string(uri->path), .also = {}};
}

storage::Record to_record(const TenantRecord& record) {
  storage::Record stored{.name = {.kind = Kind::tenant, .tenant = {}, .id = record.name}, .body = to_stored(record)};
  stored.fields[0] = authority_of(record.issuer);
  return stored;
}
storage::Record to_record(std::string_view tenant, const ApiRecord& record) {
  return {.name = {.kind = Kind::api, .tenant = std::string(tenant), .id = record.audience}, .body = to_stored(record)};
}
storage::Record to_record(std::string_view tenant, const ClientRecord& record) {
  return {.name = {.kind = Kind::client, .tenant = std::string(tenant), .id = record.id}, .body = to_stored(record)};
}
storage::Record to_record(std::string_view tenant, const TrustedIssuerRecord& record) {
  return {.name = {.kind = Kind::issuer, .tenant = std::string(tenant), .id = record.issuer},
          .body = to_stored(record)};
}

std::string Catalog::issuer_of(const TenantRecord& record) const {
  return record.issuer.empty() ? needs_.base.text + "/" + record.name : record.issuer;
}

std::string Catalog::default_api_of(const TenantRecord& record) const {
  return record.default_api.empty() ? issuer_of(record) + std::string(kDefaultApiPath) : record.default_api;
}

std::shared_ptr<Tenant> Catalog::find(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = tenants_.find(std::string(name));
  return found == tenants_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<Tenant>> Catalog::loaded() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<Tenant>> all;
  all.reserve(tenants_.size());
  for (const auto& [name, tenant] : tenants_) all.push_back(tenant);
  return all;
}

std::size_t Catalog::count() const {
  const std::scoped_lock lock(mutex_);
  return tenants_.size();
}

keyring::Policy Catalog::key_policy(const TenantRecord& record) const {
  keyring::Policy policy;
  policy.algorithms = record.keys.algorithms;
  policy.active_for = record.keys.active_for;
  policy.publish_ahead = record.keys.publish_ahead;
  policy.longest_token = record.max_token_lifetime;
  policy.max_age = record.keys.max_age;
  policy.kids = record.keys.kid_style;
  policy.certificates = record.keys.certificates;
  policy.subject = issuer_of(record);
  policy.rsa_bits = static_cast<int>(record.keys.rsa_bits);
  return policy;
}

Result<std::shared_ptr<const Settings>> Catalog::read_settings(TenantRecord record, const Settings* former) {
  auto settings = std::make_shared<Settings>();
  settings->issuer = issuer_of(record);
  record.default_api = default_api_of(record);
  settings->record = std::move(record);
  const std::string& name = settings->record.name;
  const auto take = [&]<class Party>(Result<std::shared_ptr<const Party>> prepared, const std::string& tenant,
                                     const std::string& party) {
    if (!prepared && needs_.parties.on_unusable) needs_.parties.on_unusable(tenant, party, prepared.error());
    return std::move(prepared).value_or(nullptr);
  };
  SIGNET_TRY(std::vector<ApiRecord> apis, read_all<ApiRecord>(needs_.store, Kind::api, name));
  for (ApiRecord& api : apis) {
    std::shared_ptr<const Api> prepared = unchanged(former == nullptr ? nullptr : &former->apis, api.audience, api);
    if (!prepared)
      prepared = take(prepare(api, settings->record, settings->issuer, needs_.parties), name, api.audience);
    if (!prepared) continue;
    settings->apis.emplace(prepared->record.audience, prepared);
  }
  const bool is_same_leeway = former != nullptr && former->record.leeway == settings->record.leeway;
  SIGNET_TRY(auto issuers, read_all<TrustedIssuerRecord>(needs_.store, Kind::issuer, name));
  for (TrustedIssuerRecord& issuer : issuers) {
    std::shared_ptr<const TrustedIssuer> prepared =
        unchanged(is_same_leeway ? &former->issuers : nullptr, issuer.issuer, issuer);
    if (!prepared)
      prepared = take(prepare(issuer, settings->record, settings->issuer, needs_.parties), name, issuer.issuer);
    if (!prepared) continue;
    settings->issuers.emplace(prepared->record.issuer, prepared);
  }
  return settings;
}

Result<std::shared_ptr<Tenant>> Catalog::read_tenant(std::string_view name) {
  if (name.empty() || name.size() > storage::kMaxTenant) return std::shared_ptr<Tenant>();
  SIGNET_TRY(const auto stored, storage::wait_for<std::optional<storage::Record>>([&](auto done) {
               needs_.store.get({.kind = Kind::tenant, .tenant = {}, .id = std::string(name)}, std::move(done));
             }));
  if (!stored) return std::shared_ptr<Tenant>();
  SIGNET_TRY(TenantRecord record, from_stored<TenantRecord>(stored->body));
  const keyring::Policy policy = key_policy(record);
  SIGNET_TRY(auto settings, read_settings(std::move(record), nullptr));
  SIGNET_TRY(auto ring, needs_.engine.open(settings->record.name, policy));
  SIGNET_TRY(auto revocations, Revocations::open(needs_.store, settings->record.name, settings->issuer, needs_.clock));
  return std::make_shared<Tenant>(std::move(settings), std::move(ring), std::move(revocations));
}

Result<std::shared_ptr<Tenant>> Catalog::load(std::string_view name) {
  if (auto known = find(name)) return known;
  const std::scoped_lock loading(loading_);
  if (auto known = find(name)) return known;
  SIGNET_TRY(std::shared_ptr<Tenant> tenant, read_tenant(name));
  if (!tenant) return tenant;
  const std::scoped_lock lock(mutex_);
  tenants_.emplace(std::string(name), tenant);
  return tenant;
}

std::string Catalog::known_host(std::string_view host) const {
  const std::scoped_lock lock(mutex_);
  const auto found = hosts_.find(std::string(host));
  return found == hosts_.end() ? std::string() : found->second;
}

Result<std::string> Catalog::tenant_of_host(std::string_view host) {
  if (auto known = known_host(host); !known.empty()) return known;
  if (host.empty() || host.size() > storage::kMaxField) return std::string();
  const storage::Query query{.kind = Kind::tenant, .tenant = {}, .field = 0, .value = std::string(host), .limit = 1};
  SIGNET_TRY(const storage::Page page,
             storage::wait_for<storage::Page>([&](auto done) { needs_.store.list(query, std::move(done)); }));
  if (page.records.empty()) return std::string();
  const std::scoped_lock lock(mutex_);
  return hosts_[std::string(host)] = page.records.front().name.id;
}

Result<std::shared_ptr<const Client>> Catalog::client(Tenant& tenant, std::string_view id) {
  if (auto known = tenant.find_client(id)) return known;
  if (id.empty() || id.size() > storage::kMaxId) return std::shared_ptr<const Client>();
  const std::uint64_t generation = tenant.generation();
  const auto settings = tenant.settings();
  SIGNET_TRY(const auto stored, storage::wait_for<std::optional<storage::Record>>([&](auto done) {
               needs_.store.get({.kind = Kind::client, .tenant = settings->record.name, .id = std::string(id)},
                                std::move(done));
             }));
  if (!stored) return std::shared_ptr<const Client>();
  SIGNET_TRY(ClientRecord record, from_stored<ClientRecord>(stored->body));
  SIGNET_TRY(auto client, prepare(std::move(record), settings->record, settings->issuer, needs_.parties));
  tenant.put_client(client, generation);
  return client;
}

Result<> Catalog::reload(std::string_view name) {
  const std::scoped_lock loading(loading_);
  const auto tenant = find(name);
  if (!tenant) return {};
  SIGNET_TRY(const auto stored, storage::wait_for<std::optional<storage::Record>>([&](auto done) {
               needs_.store.get({.kind = Kind::tenant, .tenant = {}, .id = std::string(name)}, std::move(done));
             }));
  if (!stored) {
    drop(name);
    return {};
  }
  SIGNET_TRY(TenantRecord record, from_stored<TenantRecord>(stored->body));
  const keyring::Policy policy = key_policy(record);
  SIGNET_TRY(auto settings, read_settings(std::move(record), tenant->settings().get()));
  tenant->put_settings(std::move(settings));
  SIGNET_TRY(auto ring, needs_.engine.step(std::string(name), policy, tenant->keys()->ring));
  tenant->put_ring(std::move(ring));
  return {};
}

void Catalog::forget(std::string_view name) {
  const std::scoped_lock loading(loading_);  // who loads it has read what is gone now
  drop(name);
}

void Catalog::drop(std::string_view name) {
  const std::scoped_lock lock(mutex_);
  tenants_.erase(std::string(name));
  std::erase_if(hosts_, [&](const auto& entry) { return entry.second == name; });
}

Result<> Catalog::step(Tenant& tenant) {
  const auto settings = tenant.settings();
  SIGNET_TRY(auto ring, needs_.engine.step(settings->record.name, key_policy(settings->record), tenant.keys()->ring));
  tenant.put_ring(std::move(ring));
  return {};
}

}  // namespace signet::server
