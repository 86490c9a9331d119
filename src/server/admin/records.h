// Records in the store, as operations read and change them.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "server/admin/operation.h"
#include "server/storage/store.h"

namespace signet::server::admin {

template <class Record>
struct Traits;
template <>
struct Traits<TenantRecord> {
  static constexpr storage::Kind kind = storage::Kind::tenant;
  static constexpr std::string_view what = "tenant";
  static const std::string& id(const TenantRecord& record) { return record.name; }
};
template <>
struct Traits<ClientRecord> {
  static constexpr storage::Kind kind = storage::Kind::client;
  static constexpr std::string_view what = "client";
  static const std::string& id(const ClientRecord& record) { return record.id; }
};
template <>
struct Traits<ApiRecord> {
  static constexpr storage::Kind kind = storage::Kind::api;
  static constexpr std::string_view what = "api";
  static const std::string& id(const ApiRecord& record) { return record.audience; }
};
template <>
struct Traits<TrustedIssuerRecord> {
  static constexpr storage::Kind kind = storage::Kind::issuer;
  static constexpr std::string_view what = "issuer";
  static const std::string& id(const TrustedIssuerRecord& record) { return record.issuer; }
};

template <class Record>
struct Kept {
  Record record;
  std::uint64_t version = 0;
};

/// The tenant that the path names; 404 where there is none.
Done<std::shared_ptr<Tenant>> find_tenant(Call& call);

storage::Record stored(const TenantRecord& record, std::string_view tenant);
storage::Record stored(const ApiRecord& record, std::string_view tenant);
storage::Record stored(const ClientRecord& record, std::string_view tenant);
storage::Record stored(const TrustedIssuerRecord& record, std::string_view tenant);

Done<std::optional<storage::Record>> get(Call& call, storage::Name name);
Done<bool> insert(Call& call, storage::Record record);
Done<bool> replace(Call& call, storage::Record record);
Done<bool> erase(Call& call, storage::Name name);

/// Writes down who did what; nobody is answered before that is durable.
Done<bool> audit(Call& call, std::string_view tenant, std::string_view operation, std::string_view id);
/// What is in memory of the tenant follows the store.
Done<bool> refresh(Call& call, std::string_view tenant);

/// null removes a member, objects are merged, everything else replaces (RFC 7396).
void merge(config::Node& target, const config::Node& patch);
/// A text that stands beside the record's own members; it is taken out of the body.
std::optional<std::string> take_text(config::Node& body, std::string_view name);

/// Whether a record can be used: it is prepared as it would be for a request. Tells what it cannot be.
template <class Record>
Done<bool> check_usable(Call& call, const Record& record) {
  const auto tenant = call.catalog.load(call.names[0]);
  if (!tenant) return problem_of(tenant.error());
  if (!*tenant) return not_found("tenant");
  const auto settings = (*tenant)->settings();
  const auto prepared = prepare(record, settings->record, settings->issuer, call.catalog.parties());
  if (!prepared) return bad_request("this cannot be used: " + to_string(prepared.error()));
  return true;
}

template <class Record>
Done<Kept<Record>> read(Call& call, std::string_view tenant, const std::string& id) {
  auto found = get(call, {.kind = Traits<Record>::kind, .tenant = std::string(tenant), .id = id});
  if (!found) return std::unexpected(std::move(found).error());
  if (!*found) return not_found(Traits<Record>::what);
  auto record = from_stored<Record>((*found)->body);
  if (!record) return problem_of(record.error());
  return Kept<Record>{.record = *std::move(record), .version = (*found)->version};
}

template <class Record>
std::string text_of(const Record& record) {
  json::Writer writer;
  write_record(record, writer);
  return writer.take_string();
}

/// {"items":[...],"next":"..."}: a page of records, behind ?after=, at most ?limit= of them.
template <class Record>
Done<Reply> list(Call& call, std::string_view tenant);

/// Puts a new record in; 409 where there is one.
template <class Record>
Done<bool> add(Call& call, std::string_view tenant, const Record& record) {
  auto is_new = insert(call, stored(record, tenant));
  if (!is_new) return is_new;
  if (!*is_new) return conflict("there is one of this name already");
  return audit(call, tenant, "create", Traits<Record>::id(record));
}

/// Changes a record by a merge patch; its name stays. `keep` gets the former and the new one, before it is written, and
/// may refuse.
template <class Record>
Done<Record> change(Call& call, std::string_view tenant, const std::string& id,
                    Done<bool> (*keep)(const Record& former, Record& next)) {
  auto kept = read<Record>(call, tenant, id);
  if (!kept) return std::unexpected(std::move(kept).error());
  config::Node node = to_node(kept->record);
  merge(node, call.body);
  auto next = read_record<Record>(node);
  if (!next) return faulty(std::move(next).error());
  if (Traits<Record>::id(*next) != id) return bad_request("the name of a record cannot be changed: make another");
  if (auto may = keep(kept->record, *next); !may) return std::unexpected(std::move(may).error());
  if constexpr (!std::is_same_v<Record, TenantRecord>)
    if (auto usable = check_usable(call, *next); !usable) return std::unexpected(std::move(usable).error());
  storage::Record record = stored(*next, tenant);
  record.version = kept->version;
  // Written down first: what was changed and could not be written down would be in the store and not in memory.
  if (auto noted = audit(call, tenant, "change", id); !noted) return std::unexpected(std::move(noted).error());
  auto done = replace(call, std::move(record));
  if (!done) return std::unexpected(std::move(done).error());
  if (!*done) return conflict("somebody else has changed it meanwhile: read it again");
  return *std::move(next);
}

template <class Record>
Done<Reply> remove(Call& call, std::string_view tenant, const std::string& id) {
  if (auto noted = audit(call, tenant, "delete", id); !noted) return std::unexpected(std::move(noted).error());
  auto done = erase(call, {.kind = Traits<Record>::kind, .tenant = std::string(tenant), .id = id});
  if (!done) return std::unexpected(std::move(done).error());
  // In any case: it may be gone from the store since an earlier try, and still be in memory.
  if (auto followed = refresh(call, call.names[0]); !followed) return std::unexpected(std::move(followed).error());
  if (!*done) return not_found(Traits<Record>::what);
  return Reply{.status = 204};
}

}  // namespace signet::server::admin
