// Which tenants there are: found by host and path, loaded when they are first asked for, and changed.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/keyring/engine.h"
#include "server/storage/store.h"
#include "server/tenancy/parties.h"
#include "server/tenancy/tenant.h"
#include "signet/seams/clock.h"

namespace signet::server {

/// Where the server is reached from outside: "https://auth.example/base".
struct BaseUrl {
  std::string text;               ///< without a slash at its end
  std::string host;               ///< "auth.example", "127.0.0.1:8080"
  std::string path;               ///< "/base", or empty
  std::vector<std::string> also;  ///< further values of Host that are taken for it
  static std::optional<BaseUrl> parse(std::string_view text);
};

struct CatalogNeeds {
  storage::Store& store;
  keyring::Engine& engine;
  std::shared_ptr<const Clock> clock;
  BaseUrl base;
  PartyNeeds parties;
};

/// Used from many threads. Functions that wait for the store say so.
class Catalog {
 public:
  explicit Catalog(CatalogNeeds needs) : needs_(std::move(needs)) {}
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  const BaseUrl& base() const noexcept { return needs_.base; }
  std::string issuer_of(const TenantRecord& record) const;
  std::string default_api_of(const TenantRecord& record) const;

  /// Tenants that are in memory; null for others.
  std::shared_ptr<Tenant> find(std::string_view name) const;
  /// All of them.
  std::vector<std::shared_ptr<Tenant>> loaded() const;
  std::size_t count() const;

  /// The tenant, from memory or the store; null where there is none. Waits. Errors: those of the store, of the engine
  /// and of prepare().
  Result<std::shared_ptr<Tenant>> load(std::string_view name);
  /// The name of the tenant whose issuer has this host, or empty. Waits.
  Result<std::string> tenant_of_host(std::string_view host);
  /// The same of what was found before; it does not wait.
  std::string known_host(std::string_view host) const;
  /// The client, from memory or the store; null where there is none. Waits, for a read.
  Result<std::shared_ptr<const Client>> client(Tenant& tenant, std::string_view id);

  /// Reads the settings of a tenant that is in memory again. Waits.
  Result<> reload(std::string_view name);
  /// It is not there any more.
  void forget(std::string_view name);
  /// Does what is due with the keys of a tenant. Waits.
  Result<> step(Tenant& tenant);

  keyring::Policy key_policy(const TenantRecord& record) const;
  keyring::Engine& engine() noexcept { return needs_.engine; }
  storage::Store& store() noexcept { return needs_.store; }
  const PartyNeeds& parties() const noexcept { return needs_.parties; }
  const std::shared_ptr<const Clock>& clock() const noexcept { return needs_.clock; }

 private:
  /// What did not change since `former`, which may be null, is what it was: keys of others are not fetched anew.
  Result<std::shared_ptr<const Settings>> read_settings(TenantRecord record, const Settings* former);
  Result<std::shared_ptr<Tenant>> read_tenant(std::string_view name);
  void drop(std::string_view name);

  CatalogNeeds needs_;
  std::mutex loading_;  // one tenant after the other, so that none is made twice
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Tenant>> tenants_;
  std::unordered_map<std::string, std::string> hosts_;  // of issuers; only what was found
};

/// How a record is named in the store, and what it can be found by.
storage::Record to_record(const TenantRecord& record);
storage::Record to_record(std::string_view tenant, const ApiRecord& record);
storage::Record to_record(std::string_view tenant, const ClientRecord& record);
storage::Record to_record(std::string_view tenant, const TrustedIssuerRecord& record);

}  // namespace signet::server
