// A page becomes a token.
#include <algorithm>
#include <chrono>

#include "keys/feed_page.h"
#include "keys/feed_rules.h"
#include "signet/algorithm.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::feed {
namespace {

/// Octets of entries, so that with base64url, header and other claims the token is within kMaxPageSize.
constexpr std::size_t kMaxEntriesSize = kMaxPageSize / 4 * 3 - (64u << 10);
/// The most that one entry takes: every octet of the value may be escaped as \u00xx.
constexpr std::size_t kMaxEntrySize = 6 * kMaxValue + 256;

/// The next whole second: an entry hits no less and ends no earlier than it says.
std::int64_t seconds_up(Timestamp when) noexcept {
  return std::chrono::ceil<std::chrono::seconds>(when).time_since_epoch().count();
}

Result<> check_entry(const PageEntry& entry, std::uint64_t last) {
  if (entry.sequence <= last || entry.sequence > kMaxSequence) return fail(Errc::feed_refused, "revocations.seq");
  if (!is_value(entry.revocation.value)) return fail(Errc::feed_refused, "revocations.value");
  if (entry.revocation.issued_before && !may_have_before(entry.revocation.kind))
    return fail(Errc::feed_refused, "revocations.before");
  return {};
}

Result<> check_head(const PageHead& head, std::uint64_t to, bool more, std::uint64_t last) {
  if (!is_epoch(head.epoch)) return fail(Errc::feed_refused, "epoch");
  if (!is_range(head.from, to) || to < last) return fail(Errc::feed_refused, "to");
  if (more && to == head.from) return fail(Errc::feed_refused, "more");
  return {};
}

Result<> check_algorithm(const Signer& signer) {
  const SignatureAlgorithm* row = find_signature_algorithm(signer.algorithm());
  // Who could check a page could make one.
  if (row == nullptr || describe(*row).kty == name_of(KeyType::oct)) return fail(Errc::alg_not_allowed, "alg");
  return {};
}

}  // namespace

PageWriter::PageWriter(const PageHead& head) : head_(head), last_(head.from) {
  entries_.begin_array();
}

Result<bool> PageWriter::add(const PageEntry& entry) {
  SIGNET_CHECK(check_entry(entry, last_));
  if (count_ == kMaxPageEntries || entries_.text().size() + kMaxEntrySize > kMaxEntriesSize) return false;
  const Revocation& what = entry.revocation;
  entries_.begin_object().key("seq").integer(static_cast<std::int64_t>(entry.sequence));
  entries_.member("kind", name_of(what.kind)).member("value", what.value);
  if (what.issued_before) entries_.key("before").integer(seconds_up(*what.issued_before));
  entries_.key("exp").integer(seconds_up(what.expires)).end_object();
  if (what.kind == RevokedKind::kid) kids_.emplace_back(what.value);
  last_ = entry.sequence;
  ++count_;
  return true;
}

bool PageWriter::names_kid(std::string_view kid) const noexcept {
  return std::ranges::find(kids_, kid) != kids_.end();
}

Result<std::string> PageWriter::sign(std::uint64_t to, bool more, Timestamp now, Duration lifetime,
                                     const Signer& signer) && {
  SIGNET_CHECK(check_head(head_, to, more, last_));
  SIGNET_CHECK(check_algorithm(signer));
  if (signer.kid().empty() || names_kid(signer.kid())) return fail(Errc::feed_refused, "kid");
  if (lifetime < std::chrono::seconds(1) || lifetime > kMaxPageLifetime) return fail(Errc::feed_refused, "exp");
  entries_.end_array();
  const Timestamp issued = std::chrono::floor<std::chrono::seconds>(now);
  jwt::Builder page;
  page.typ(kPageTyp).issuer(head_.issuer);
  if (!head_.audience.empty()) page.audience(head_.audience);
  page.issued_at(issued).expires_at(issued + lifetime).claim("epoch", head_.epoch);
  page.claim("from", static_cast<std::int64_t>(head_.from)).claim("to", static_cast<std::int64_t>(to));
  page.claim("more", more).claim_json("revocations", entries_.text());
  SIGNET_TRY(std::string token, page.sign(signer));
  if (token.size() > kMaxPageSize) return fail(Errc::limit_exceeded, "page");
  return token;
}

}  // namespace signet::feed
