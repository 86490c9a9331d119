#include "server/tenancy/revocation_entry.h"

#include <algorithm>

#include "signet/json.h"

namespace signet::server {
namespace {

constexpr RevokedKind kKinds[] = {RevokedKind::jti,       RevokedKind::sid,   RevokedKind::sub,
                                  RevokedKind::client_id, RevokedKind::grant, RevokedKind::kid};

}  // namespace

std::optional<RevokedKind> find_revoked_kind(std::string_view name) noexcept {
  const auto found = std::ranges::find(kKinds, name, [](RevokedKind kind) { return name_of(kind); });
  return found == std::end(kKinds) ? std::nullopt : std::optional(*found);
}

std::string to_body(const RevocationEntry& entry) {
  json::Writer writer;
  writer.begin_object().member("kind", name_of(entry.kind)).member("value", entry.value);
  if (entry.before)
    writer.key("before").integer(std::chrono::floor<std::chrono::seconds>(entry.before->time_since_epoch()).count());
  return writer.end_object().take_string();
}

Result<RevocationEntry> parse_revocation(std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return fail(Errc::malformed_configuration, "revocation");
  const json::Value root = document->root();
  const auto kind = root.find("kind");
  const auto value = root.find("value");
  const auto found = find_revoked_kind(kind ? kind->string().value_or("") : "");
  if (!found || !value || !value->string()) return fail(Errc::malformed_configuration, "revocation");
  RevocationEntry entry{.kind = *found, .value = std::string(*value->string())};
  if (const auto before = root.find("before"); before && before->integer())
    entry.before = Timestamp(std::chrono::seconds(*before->integer()));
  return entry;
}

}  // namespace signet::server
