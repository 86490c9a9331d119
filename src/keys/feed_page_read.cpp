// Claims of a token become a page.
#include <algorithm>
#include <optional>

#include "keys/feed_page.h"
#include "keys/feed_rules.h"
#include "try.h"

namespace signet::feed {
namespace {

Result<std::uint64_t> read_sequence(std::optional<json::Value> value, std::string_view subject) {
  const auto number = value ? value->integer() : std::nullopt;
  if (!number || *number < 0 || static_cast<std::uint64_t>(*number) > kMaxSequence)
    return fail(Errc::feed_refused, subject);
  return static_cast<std::uint64_t>(*number);
}

Result<Timestamp> read_date(const json::Value& value, std::string_view subject) {
  const auto date = jwt::parse_numeric_date(value, subject);
  if (!date) return fail(Errc::feed_refused, subject);
  return *date;
}

Result<RevokedKind> read_kind(std::optional<json::Value> value) {
  const auto name = value ? value->string() : std::nullopt;
  const auto* const kind =
      std::ranges::find_if(kKinds, [&](RevokedKind each) { return name && name_of(each) == *name; });
  // One that a newer server knows is refused as well: what it hits would pass.
  if (kind == std::end(kKinds)) return fail(Errc::feed_refused, "revocations.kind");
  return *kind;
}

Result<std::optional<Timestamp>> read_before(std::optional<json::Value> value, RevokedKind kind) {
  if (!value) return std::nullopt;
  if (!may_have_before(kind)) return fail(Errc::feed_refused, "revocations.before");
  return read_date(*value, "revocations.before");
}

Result<PageEntry> read_entry(const json::Value& entry, const Page& page, std::uint64_t last) {
  SIGNET_TRY(const std::uint64_t sequence, read_sequence(entry.find("seq"), "revocations.seq"));
  if (sequence <= last || sequence > page.to) return fail(Errc::feed_refused, "revocations.seq");
  SIGNET_TRY(const RevokedKind kind, read_kind(entry.find("kind")));
  const auto member = entry.find("value");
  const auto value = member ? member->string() : std::nullopt;
  if (!value || !is_value(*value)) return fail(Errc::feed_refused, "revocations.value");
  SIGNET_TRY(const std::optional<Timestamp> before, read_before(entry.find("before"), kind));
  const auto expires = entry.find("exp");
  if (!expires) return fail(Errc::feed_refused, "revocations.exp");
  SIGNET_TRY(const Timestamp until, read_date(*expires, "revocations.exp"));
  // A member that is not known may say whom the entry hits.
  if (entry.size() != (before ? 5u : 4u)) return fail(Errc::feed_refused, "revocations.member");
  return PageEntry{sequence, {kind, page.issuer, *value, before, until}};
}

Result<> read_entries(const std::optional<json::Value>& list, Page& page) {
  if (!list || !list->is_array()) return fail(Errc::feed_refused, "revocations");
  if (list->size() > kMaxPageEntries) return fail(Errc::limit_exceeded, "revocations");
  page.entries.reserve(list->size());
  std::uint64_t last = page.from;
  for (const json::Value value : list->elements()) {
    SIGNET_TRY(const PageEntry entry, read_entry(value, page, last));
    last = entry.sequence;
    page.entries.push_back(entry);
  }
  return {};
}

Result<> read_times(const jwt::Claims& claims, Page& page) {
  const auto issued = claims.issued_at();
  if (!issued) return fail(Errc::feed_refused, "iat");
  page.issued = *issued;
  const auto expires = claims.expires_at();
  if (!expires || *expires <= *issued || *expires - *issued > kMaxPageLifetime) return fail(Errc::feed_refused, "exp");
  return {};
}

Result<> read_range(const jwt::Claims& claims, Page& page) {
  SIGNET_TRY(page.from, read_sequence(claims.find("from"), "from"));
  SIGNET_TRY(page.to, read_sequence(claims.find("to"), "to"));
  if (!is_range(page.from, page.to)) return fail(Errc::feed_refused, "to");
  const auto member = claims.find("more");
  const auto more = member ? member->boolean() : std::nullopt;
  // A page that promises more brings its reader further, so that nobody reads forever.
  if (!more || (*more && page.to == page.from)) return fail(Errc::feed_refused, "more");
  page.more = *more;
  return {};
}

}  // namespace

Result<Page> read_page(const jwt::Claims& claims) {
  Page page;
  const auto issuer = claims.issuer();
  if (!issuer || issuer->empty()) return fail(Errc::feed_refused, "iss");
  page.issuer = *issuer;
  SIGNET_CHECK(read_times(claims, page));
  const auto member = claims.find("epoch");
  const auto epoch = member ? member->string() : std::nullopt;
  if (!epoch || !is_epoch(*epoch)) return fail(Errc::feed_refused, "epoch");
  page.epoch = *epoch;
  SIGNET_CHECK(read_range(claims, page));
  SIGNET_CHECK(read_entries(claims.find("revocations"), page));
  return page;
}

bool Page::names_kid(std::string_view kid) const noexcept {
  return std::ranges::any_of(entries, [kid](const PageEntry& entry) {
    return entry.revocation.kind == RevokedKind::kid && entry.revocation.value == kid;
  });
}

Result<> check_follows(const Page& page, const Position& position) {
  const bool fresh = position.epoch.empty();
  if (!fresh && page.epoch != position.epoch) return fail(Errc::feed_refused, "epoch");
  // An epoch that is over, played again, would take the reader back to what was known then.
  if (fresh && page.issued < position.issued) return fail(Errc::feed_refused, "epoch");
  if (page.from < position.sequence) return fail(Errc::feed_refused, "sequence");
  if (page.from > position.sequence) return fail(Errc::feed_refused, "gap");
  return {};
}

Result<> check_signer(const Page& page, std::string_view kid, const RevocationSet& known, Timestamp now) {
  if (kid.empty() || page.names_kid(kid) || known.is_revoked_kid(page.issuer, kid, now))
    return fail(Errc::feed_refused, "kid");
  return {};
}

}  // namespace signet::feed
