#include "server/storage/record.h"

#include <algorithm>
#include <iterator>

#include "try.h"

namespace signet::server::storage {
namespace {

constexpr std::string_view kKinds[] = {
#define SIGNET_KIND(name) #name,
#include "server/storage/kinds.inc"
#undef SIGNET_KIND
};
constexpr std::string_view kLogs[] = {
#define SIGNET_LOG(name) #name,
#include "server/storage/logs.inc"
#undef SIGNET_LOG
};

template <class Enum, std::size_t size>
std::optional<Enum> find_in(const std::string_view (&names)[size], std::string_view name) noexcept {
  const auto* const found = std::ranges::find(names, name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Enum>(found - std::begin(names));
}

Result<> check_size(std::string_view octets, std::size_t most, std::string_view what) {
  if (octets.size() > most) return fail(Errc::limit_exceeded, what);
  return {};
}

}  // namespace

std::string_view name_of(Kind kind) noexcept {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Log log) noexcept {
  return kLogs[static_cast<std::size_t>(log)];
}

std::optional<Kind> find_kind(std::string_view name) noexcept {
  return find_in<Kind>(kKinds, name);
}

std::optional<Log> find_log(std::string_view name) noexcept {
  return find_in<Log>(kLogs, name);
}

Result<> check_name(const Name& name) {
  if (name.id.empty()) return fail(Errc::usage, "id");
  SIGNET_CHECK(check_size(name.tenant, kMaxTenant, "tenant"));
  return check_size(name.id, kMaxId, "id");
}

Result<> check_record(const Record& record) {
  SIGNET_CHECK(check_name(record.name));
  for (const std::string& field : record.fields) SIGNET_CHECK(check_size(field, kMaxField, "field"));
  return check_size(record.body, kMaxBody, "body");
}

Result<> check_query(const Query& query) {
  if (query.field && *query.field >= kFields) return fail(Errc::usage, "field");
  if (query.limit == 0) return fail(Errc::usage, "limit");
  SIGNET_CHECK(check_size(query.tenant, kMaxTenant, "tenant"));
  SIGNET_CHECK(check_size(query.value, kMaxField, "field"));
  return check_size(query.after, kMaxId, "after");
}

Result<> check_entry(std::string_view tenant, std::string_view body) {
  SIGNET_CHECK(check_size(tenant, kMaxTenant, "tenant"));
  return check_size(body, kMaxBody, "body");
}

}  // namespace signet::server::storage
