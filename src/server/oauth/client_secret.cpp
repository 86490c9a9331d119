#include "server/oauth/client_secret.h"

#include "server/oauth/services.h"

namespace signet::server::oauth {

Outcome<> prove_secret(const Exchange& exchange, const Client& client, std::string_view id, std::string_view secret) {
  const Vault& vault = exchange.services.catalog().parties().vault;
  const std::string& tenant = exchange.settings->record.name;
  bool is_good = false;
  // One comparison for each that there may be, whatever there is: the time says nothing.
  for (std::size_t i = 0; i < kMaxSecrets; ++i) {
    const StoredSecret* stored = i < client.record.secrets.size() ? &client.record.secrets[i] : nullptr;
    const bool matches = vault.matches(stored == nullptr ? "" : stored->kept, tenant, id, secret);
    const bool is_live = stored != nullptr && (stored->expires == Timestamp{} || exchange.now < stored->expires);
    is_good = (matches && is_live) || is_good;
  }
  if (!is_good) return refuse(Refused::invalid_client, {});
  return {};
}

}  // namespace signet::server::oauth
