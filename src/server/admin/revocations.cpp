// /tenants/{tenant}/revocations, and the audit log.
#include <algorithm>
#include <charconv>

#include "codec/rfc3339.h"
#include "server/admin/records.h"
#include "server/tenancy/revocation_entry.h"

namespace signet::server::admin {
namespace {

constexpr std::size_t kMaxValue = 1'024;
constexpr std::size_t kAuditPage = 100;

/// {"sub":"user-42"}: one of jti, sid, sub, client_id, grant.
Done<RevocationEntry> read_entry(const Call& call) {
  const auto* members = std::get_if<std::vector<config::Member>>(&call.body.value);
  constexpr std::string_view kWrite =
      "write one of {\"jti\":...}, {\"sid\":...}, {\"sub\":...}, {\"client_id\":...}, {\"grant\":...}";
  if (members == nullptr || members->size() != 1) return bad_request(kWrite);
  const config::Member& member = members->front();
  const auto kind = find_revoked_kind(member.name);
  const auto* value = std::get_if<std::string>(&member.node.value);
  if (!kind || *kind == RevokedKind::kid || value == nullptr) return bad_request(kWrite);
  if (value->empty() || value->size() > kMaxValue) return bad_request("a value has 1 to 1024 octets");
  return RevocationEntry{.kind = *kind, .value = *value};
}

Done<Reply> revoke(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  auto entry = read_entry(call);
  if (!entry) return std::unexpected(std::move(entry).error());
  Revocation revocation{.kind = entry->kind, .issuer = {}, .value = entry->value};
  // Everything that was issued up to now: the next second, since times of tokens are whole ones.
  if (entry->kind != RevokedKind::jti)
    revocation.issued_before = std::chrono::floor<std::chrono::seconds>(call.now) + std::chrono::seconds(1);
  // Whatever the tenant's settings are today: tokens were made under those of other days.
  revocation.expires = call.now + kLongestTokenLifetime + jwt::kMaxLeeway;
  auto added = storage::wait_for<bool>([&](storage::Done<bool> done) {
    auto held = std::make_shared<storage::Done<bool>>(std::move(done));
    (*tenant)->revocations().add(revocation, [held](Result<> result) {
      (*held)(result ? Result<bool>(true) : Result<bool>(std::unexpected(std::move(result).error())));
    });
  });
  if (!added) return problem_of(added.error());
  if (auto noted = audit(call, call.names[0], "revoke", name_of(entry->kind)); !noted)
    return std::unexpected(std::move(noted).error());
  json::Writer writer;
  writer.begin_object().member("kind", name_of(entry->kind)).member("value", entry->value);
  if (revocation.issued_before) writer.member("issued_before", codec::to_rfc3339(*revocation.issued_before));
  writer.key("sequence").integer(static_cast<std::int64_t>((*tenant)->revocations().last()));
  return Reply{.status = 201, .body = writer.end_object().take_string()};
}

Done<Reply> read_audit(Call& call) {
  auto tenant = find_tenant(call);
  if (!tenant) return std::unexpected(std::move(tenant).error());
  std::uint64_t after = 0;
  if (const std::string* text = call.asked("after")) std::from_chars(text->data(), text->data() + text->size(), after);
  const auto entries = storage::wait_for<std::vector<storage::Entry>>([&](auto done) {
    call.catalog.store().read_since(storage::Log::audit, call.names[0], after, kAuditPage, std::move(done));
  });
  if (!entries) return problem_of(entries.error());
  json::Writer writer;
  writer.begin_object().key("items").begin_array();
  for (const storage::Entry& entry : *entries) {
    writer.begin_object().key("sequence").integer(static_cast<std::int64_t>(entry.sequence));
    writer.member("at", codec::to_rfc3339(entry.at)).key("what").raw(entry.body).end_object();
  }
  return Reply{.status = 200, .body = writer.end_array().end_object().take_string()};
}

constexpr Operation kOperations[] = {
    {"POST", "/tenants/{tenant}/revocations", "revokeTokens",
     "Tokens that were issued until now: by jti, sid, sub, client_id or grant.", Body::revocation, revoke},
    {"GET", "/tenants/{tenant}/audit", "readAudit", "Who changed what, behind ?after=.", Body::none, read_audit},
};

}  // namespace

std::span<const Operation> revocation_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
