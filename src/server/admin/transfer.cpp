// Export and import: what an operator set, without anything that is secret.
#include <algorithm>

#include "server/admin/records.h"
#include "server/admin/secrets.h"
#include "server/admin/tenants.h"

namespace signet::server::admin {
namespace {

constexpr std::string_view kFormat = "signet-tenant-1";

/// Every record of one kind, as a member.
template <class Record>
Done<bool> write_all(Call& call, json::Writer& writer, std::string_view member) {
  storage::Query query{.kind = Traits<Record>::kind, .tenant = call.names[0], .limit = storage::kMaxPage};
  writer.key(member).begin_array();
  do {
    auto page = storage::wait_for<storage::Page>([&](auto done) { call.catalog.store().list(query, std::move(done)); });
    if (!page) return problem_of(page.error());
    for (const storage::Record& kept : page->records) {
      const auto record = from_stored<Record>(kept.body);
      if (!record) return problem_of(record.error());
      write_record(*record, writer);
    }
    query.after = std::move(page->next);
  } while (!query.after.empty());
  writer.end_array();
  return true;
}

Done<Reply> export_tenant(Call& call) {
  auto kept = read<TenantRecord>(call, {}, call.names[0]);
  if (!kept) return std::unexpected(std::move(kept).error());
  json::Writer writer;
  writer.begin_object().member("format", kFormat).key("tenant");
  write_record(kept->record, writer);
  if (auto done = write_all<ApiRecord>(call, writer, "apis"); !done) return std::unexpected(std::move(done).error());
  if (auto done = write_all<ClientRecord>(call, writer, "clients"); !done)
    return std::unexpected(std::move(done).error());
  if (auto done = write_all<TrustedIssuerRecord>(call, writer, "issuers"); !done)
    return std::unexpected(std::move(done).error());
  return Reply{.status = 200, .body = writer.end_object().take_string()};
}

const config::Node* member_of(const config::Node& body, std::string_view name) {
  const auto* members = std::get_if<std::vector<config::Member>>(&body.value);
  if (members == nullptr) return nullptr;
  const auto found = std::ranges::find(*members, name, &config::Member::name);
  return found == members->end() ? nullptr : &found->node;
}

/// Records of one kind, all read before anything is written.
template <class Record>
Done<std::vector<Record>> read_list(const config::Node& body, std::string_view member,
                                    std::vector<std::optional<std::string>>* secrets = nullptr) {
  std::vector<Record> records;
  const config::Node* node = member_of(body, member);
  if (node == nullptr) return records;
  const auto* elements = std::get_if<std::vector<config::Node>>(&node->value);
  if (elements == nullptr) return bad_request("apis, clients and issuers are lists");
  for (config::Node element : *elements) {
    if (secrets != nullptr) secrets->push_back(take_text(element, "secret"));
    auto record = read_record<Record>(element);
    if (!record) {
      std::vector<config::Fault> faults = std::move(record).error();
      for (config::Fault& fault : faults)
        fault.key = std::string(member) + "[" + std::to_string(records.size()) + "]." + fault.key;
      return faulty(std::move(faults));
    }
    records.push_back(*std::move(record));
  }
  return records;
}

/// {"client":"...","client_secret":"..."} for each secret that was made.
class Made {
 public:
  Made() { writer_.begin_object().key("secrets").begin_array(); }
  void add(std::string_view what, std::string_view id, const std::optional<std::string>& secret) {
    if (secret) writer_.begin_object().member(what, id).member("secret", *secret).end_object();
  }
  std::string take() { return writer_.end_array().end_object().take_string(); }

 private:
  json::Writer writer_;
};

template <class Record>
Done<bool> put_record(Call& call, const std::string& tenant, const Record& record) {
  const auto put = storage::wait_for<std::uint64_t>(
      [&](auto done) { call.catalog.store().put(stored(record, tenant), std::move(done)); });
  if (!put) return problem_of(put.error());
  return true;
}

Done<Reply> import_tenant(Call& call) {
  const config::Node* tenant_node = member_of(call.body, "tenant");
  const config::Node* format = member_of(call.body, "format");
  const auto* said = format == nullptr ? nullptr : std::get_if<std::string>(&format->value);
  if (tenant_node == nullptr || said == nullptr || *said != kFormat)
    return bad_request("this is no export of a tenant: \"format\" has to be \"signet-tenant-1\"");
  auto tenant = read_record<TenantRecord>(*tenant_node);
  if (!tenant) return faulty(std::move(tenant).error());
  auto apis = read_list<ApiRecord>(call.body, "apis");
  if (!apis) return std::unexpected(std::move(apis).error());
  auto clients = read_list<ClientRecord>(call.body, "clients");
  if (!clients) return std::unexpected(std::move(clients).error());
  std::vector<std::optional<std::string>> given;
  auto issuers = read_list<TrustedIssuerRecord>(call.body, "issuers", &given);
  if (!issuers) return std::unexpected(std::move(issuers).error());
  if (auto made = create_tenant(call, *tenant); !made) return std::unexpected(std::move(made).error());
  Made made;
  for (ApiRecord& api : *apis) {
    auto secret = give_secret(call, tenant->name, api);
    if (!secret) return std::unexpected(std::move(secret).error());
    if (auto put = put_record(call, tenant->name, api); !put) return std::unexpected(std::move(put).error());
    made.add("api", api.audience, *secret);
  }
  for (ClientRecord& client : *clients) {
    auto secret = give_secret(call, tenant->name, client, call.now);
    if (!secret) return std::unexpected(std::move(secret).error());
    if (auto put = put_record(call, tenant->name, client); !put) return std::unexpected(std::move(put).error());
    made.add("client", client.id, *secret);
  }
  for (std::size_t i = 0; i < issuers->size(); ++i) {
    auto secret = give_secret(call, tenant->name, (*issuers)[i], given[i]);
    if (!secret) return std::unexpected(std::move(secret).error());
    if (auto put = put_record(call, tenant->name, (*issuers)[i]); !put) return std::unexpected(std::move(put).error());
    made.add("issuer", (*issuers)[i].issuer, *secret);
  }
  if (auto noted = audit(call, tenant->name, "import", tenant->name); !noted)
    return std::unexpected(std::move(noted).error());
  if (auto followed = refresh(call, tenant->name); !followed) return std::unexpected(std::move(followed).error());
  return Reply{.status = 201, .body = made.take()};
}

constexpr Operation kOperations[] = {
    {"GET", "/tenants/{tenant}/export", "exportTenant", "Tenant, APIs, clients and issuers; no key and no secret.",
     Body::none, export_tenant},
    {"POST", "/import", "importTenant", "A tenant from an export; keys and secrets are made anew, and shown this once.",
     Body::import, import_tenant},
};

}  // namespace

std::span<const Operation> transfer_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
