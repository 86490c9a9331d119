#include "server/admin/records.h"

#include <algorithm>
#include <charconv>

#include "server/config/json_node.h"

namespace signet::server::admin {
namespace {

using config::Member;
using config::Node;

constexpr std::size_t kPage = 100;

template <class T, class Start>
Done<T> ask(Start&& start) {
  auto result = storage::wait_for<T>(std::forward<Start>(start));
  if (!result) return problem_of(result.error());
  return *std::move(result);
}

std::size_t limit_of(const Call& call) {
  const std::string* text = call.asked("limit");
  std::size_t limit = kPage;
  if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), limit);
  return std::clamp<std::size_t>(limit, 1, storage::kMaxPage);
}

}  // namespace

Done<std::shared_ptr<Tenant>> find_tenant(Call& call) {
  auto tenant = call.catalog.load(call.names.front());
  if (!tenant) return problem_of(tenant.error());
  if (!*tenant) return not_found("tenant");
  return *std::move(tenant);
}

storage::Record stored(const TenantRecord& record, std::string_view /*tenant*/) {
  return to_record(record);
}
storage::Record stored(const ApiRecord& record, std::string_view tenant) {
  return to_record(tenant, record);
}
storage::Record stored(const ClientRecord& record, std::string_view tenant) {
  return to_record(tenant, record);
}
storage::Record stored(const TrustedIssuerRecord& record, std::string_view tenant) {
  return to_record(tenant, record);
}

Done<std::optional<storage::Record>> get(Call& call, storage::Name name) {
  return ask<std::optional<storage::Record>>(
      [&](auto done) { call.catalog.store().get(std::move(name), std::move(done)); });
}
Done<bool> insert(Call& call, storage::Record record) {
  return ask<bool>([&](auto done) { call.catalog.store().insert(std::move(record), std::move(done)); });
}
Done<bool> replace(Call& call, storage::Record record) {
  return ask<bool>([&](auto done) { call.catalog.store().replace(std::move(record), std::move(done)); });
}
Done<bool> erase(Call& call, storage::Name name) {
  return ask<bool>([&](auto done) { call.catalog.store().erase(std::move(name), std::move(done)); });
}

Done<bool> audit(Call& call, std::string_view tenant, std::string_view operation, std::string_view id) {
  json::Writer writer;
  writer.begin_object().member("operation", operation).member("id", id).member("by", call.by).end_object();
  const auto sequence = ask<std::uint64_t>([&](auto done) {
    call.catalog.store().append(storage::Log::audit, std::string(tenant), writer.take_string(), Timestamp{},
                                std::move(done));
  });
  if (!sequence) return std::unexpected(sequence.error());
  return true;
}

Done<bool> refresh(Call& call, std::string_view tenant) {
  if (const auto reloaded = call.catalog.reload(tenant); !reloaded) return problem_of(reloaded.error());
  call.loader.look();
  return true;
}

void merge(Node& target, const Node& patch) {
  const auto* changes = std::get_if<std::vector<Member>>(&patch.value);
  if (changes == nullptr) {
    target = patch;
    return;
  }
  if (!std::holds_alternative<std::vector<Member>>(target.value)) target.value = std::vector<Member>{};
  auto& members = std::get<std::vector<Member>>(target.value);
  for (const Member& change : *changes) {
    const auto found = std::ranges::find(members, change.name, &Member::name);
    const bool removes = std::holds_alternative<config::Moment>(change.node.value);
    if (removes && found != members.end())
      members.erase(found);
    else if (!removes && found != members.end())
      merge(found->node, change.node);
    else if (!removes)
      members.push_back(change);
  }
}

std::optional<std::string> take_text(Node& body, std::string_view name) {
  auto* members = std::get_if<std::vector<Member>>(&body.value);
  if (members == nullptr) return std::nullopt;
  const auto found = std::ranges::find(*members, name, &Member::name);
  if (found == members->end() || !std::holds_alternative<std::string>(found->node.value)) return std::nullopt;
  std::string text = std::get<std::string>(std::move(found->node.value));
  members->erase(found);
  return text;
}

template <class Record>
Done<Reply> list(Call& call, std::string_view tenant) {
  storage::Query query{.kind = Traits<Record>::kind, .tenant = std::string(tenant), .limit = limit_of(call)};
  if (const std::string* after = call.asked("after")) query.after = *after;
  auto page = ask<storage::Page>([&](auto done) { call.catalog.store().list(query, std::move(done)); });
  if (!page) return std::unexpected(std::move(page).error());
  json::Writer writer;
  writer.begin_object().key("items").begin_array();
  for (const storage::Record& kept : page->records) {
    auto record = from_stored<Record>(kept.body);
    if (!record) return problem_of(record.error());
    write_record(*record, writer);
  }
  writer.end_array();
  if (!page->next.empty()) writer.member("next", page->next);
  return Reply{.status = 200, .body = writer.end_object().take_string()};
}

template Done<Reply> list<TenantRecord>(Call& call, std::string_view tenant);
template Done<Reply> list<ClientRecord>(Call& call, std::string_view tenant);
template Done<Reply> list<ApiRecord>(Call& call, std::string_view tenant);
template Done<Reply> list<TrustedIssuerRecord>(Call& call, std::string_view tenant);

}  // namespace signet::server::admin
