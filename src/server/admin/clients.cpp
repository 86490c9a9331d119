// /tenants/{tenant}/clients
#include "crypto/random.h"
#include "server/admin/records.h"
#include "server/admin/secrets.h"
#include "server/oauth/client_auth.h"
#include "signet/base64url.h"

namespace signet::server::admin {
namespace {

constexpr std::size_t kIdOctets = 12;
/// How long the former secret is good beside a new one, unless it is said.
constexpr Duration kOverlap = std::chrono::hours(24);
constexpr Duration kLongestOverlap = std::chrono::hours(24 * 90);

std::string shown(const ClientRecord& record, const std::optional<std::string>& secret) {
  json::Writer writer;
  writer.begin_object().key("client");
  write_record(record, writer);
  if (secret) writer.member("client_secret", *secret);
  return writer.end_object().take_string();
}

Done<Reply> list_clients(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  return list<ClientRecord>(call, call.names[0]);
}

Done<Reply> create_client(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto record = read_record<ClientRecord>(call.body);
  if (!record) return faulty(std::move(record).error());
  if (record->id.empty()) {
    auto random = crypto::random_secret(kIdOctets);
    if (!random) return problem_of(random.error());
    record->id = base64url::encode(random->expose());
  }
  auto secret = give_secret(call, call.names[0], *record, call.now);
  if (!secret) return std::unexpected(std::move(secret).error());
  if (auto usable = check_usable(call, *record); !usable) return std::unexpected(std::move(usable).error());
  if (auto added = add(call, call.names[0], *record); !added) return std::unexpected(std::move(added).error());
  (*tenant)->forget_client(record->id);
  return Reply{.status = 201, .body = shown(*record, *secret)};
}

Done<Reply> get_client(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto kept = read<ClientRecord>(call, call.names[0], call.names[1]);
  if (!kept) return std::unexpected(std::move(kept).error());
  return Reply{.status = 200, .body = shown(kept->record, std::nullopt)};
}

Done<bool> keep_secrets(const ClientRecord& former, ClientRecord& next) {
  const auto form = [](const ClientRecord& record) { return oauth::find_client_auth(record.auth)->secret; };
  // A hash is no key, and a key that was sealed is no hash.
  if (form(former) != form(next) && form(next) != oauth::SecretForm::none)
    return bad_request(
        "the client needs another kind of secret: make a new client, or change auth and then its secret");
  if (form(next) != oauth::SecretForm::none) next.secrets = former.secrets;
  return true;
}

Done<Reply> change_client(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto next = change<ClientRecord>(call, call.names[0], call.names[1], keep_secrets);
  (*tenant)->forget_client(call.names[1]);
  if (!next) return std::unexpected(std::move(next).error());
  return Reply{.status = 200, .body = shown(*next, std::nullopt)};
}

Done<Reply> delete_client(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto removed = remove<ClientRecord>(call, call.names[0], call.names[1]);
  (*tenant)->forget_client(call.names[1]);
  return removed;
}

/// {"overlap":"24h"}
Done<Duration> overlap_of(const Call& call) {
  config::Faults faults;
  const std::filesystem::path folder;
  const config::Setting root(call.body, {}, faults, folder);
  Duration overlap = kOverlap;
  if (const auto setting = root.find("overlap"))
    overlap = setting->duration(Duration::zero(), kLongestOverlap).value_or(overlap);
  if (!faults.empty()) return faulty(faults.take());
  return overlap;
}

Done<Reply> rotate_secret(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  const auto overlap = overlap_of(call);
  if (!overlap) return std::unexpected(overlap.error());
  auto kept = read<ClientRecord>(call, call.names[0], call.names[1]);
  if (!kept) return std::unexpected(std::move(kept).error());
  auto secret = give_secret(call, call.names[0], kept->record, call.now + *overlap);
  if (!secret) return std::unexpected(std::move(secret).error());
  if (!*secret) return bad_request("a client that authenticates in this way has no secret");
  storage::Record record = stored(kept->record, call.names[0]);
  record.version = kept->version;
  auto done = replace(call, std::move(record));
  (*tenant)->forget_client(call.names[1]);
  if (!done) return std::unexpected(std::move(done).error());
  if (!*done) return conflict("somebody else has changed it meanwhile: ask again");
  if (auto noted = audit(call, call.names[0], "new secret", call.names[1]); !noted)
    return std::unexpected(std::move(noted).error());
  return Reply{.status = 200, .body = shown(kept->record, *secret)};
}

constexpr Operation kOperations[] = {
    {"GET", "/tenants/{tenant}/clients", "listClients", "Clients of a tenant, a page at a time.", Body::none,
     list_clients},
    {"POST", "/tenants/{tenant}/clients", "createClient", "A new client; its secret is shown this once.", Body::client,
     create_client},
    {"GET", "/tenants/{tenant}/clients/{client}", "getClient", "One client.", Body::none, get_client},
    {"PATCH", "/tenants/{tenant}/clients/{client}", "changeClient", "Changes members of a client.", Body::patch,
     change_client},
    {"DELETE", "/tenants/{tenant}/clients/{client}", "deleteClient", "Removes a client.", Body::none, delete_client},
    {"POST", "/tenants/{tenant}/clients/{client}/secrets", "rotateClientSecret",
     "A new secret, beside which the former is good for a while.", Body::secret, rotate_secret},
};

}  // namespace

std::span<const Operation> client_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
