// Claims of a page of the revocation feed, as an issuer that means harm would sign them: what is taken keeps to the
// rules, and the writer makes the same page of it.
#include <string>

#include "fuzz.h"
#include "keys/feed_page.h"
#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/key.h"

namespace {

using namespace signet;

const Signer& signer() {
  static const auto made = Key::generate({.alg = "EdDSA"}).value().signer().value();
  return *made;
}

void check_entry(const feed::Page& page, const feed::PageEntry& entry, std::uint64_t last) {
  FUZZ_CHECK(entry.sequence > last && entry.sequence <= page.to);
  FUZZ_CHECK(!entry.revocation.value.empty() && entry.revocation.value.size() <= feed::kMaxValue);
  FUZZ_CHECK(entry.revocation.issuer == page.issuer);
  const bool is_one = entry.revocation.kind == RevokedKind::jti || entry.revocation.kind == RevokedKind::kid;
  FUZZ_CHECK(!is_one || !entry.revocation.issued_before);
}

void check_page(const feed::Page& page) {
  FUZZ_CHECK(!page.issuer.empty() && !page.epoch.empty() && page.epoch.size() <= feed::kMaxEpoch);
  FUZZ_CHECK(page.from <= page.to && page.to <= feed::kMaxSequence);
  FUZZ_CHECK(!page.more || page.to > page.from);
  FUZZ_CHECK(page.entries.size() <= feed::kMaxPageEntries);
  std::uint64_t last = page.from;
  for (const feed::PageEntry& entry : page.entries) {
    check_entry(page, entry, last);
    last = entry.sequence;
  }
}

/// Written and read again.
void check_writer(const feed::Page& page) {
  feed::PageWriter writer({.issuer = page.issuer, .epoch = page.epoch, .from = page.from});
  for (const feed::PageEntry& entry : page.entries) FUZZ_CHECK(writer.add(entry).value());
  const auto token = std::move(writer).sign(page.to, page.more, page.issued, std::chrono::seconds(60), signer());
  if (!token) {  // an issuer that is no StringOrURI, say, or this signer's kid
    FUZZ_CHECK(token.error().code == Errc::claim_rule || token.error().code == Errc::claim_type ||
               to_string(token.error()) == "feed_refused(kid)" || token.error().code == Errc::limit_exceeded);
    return;
  }
  const auto decoded = jwt::Unverified::decode(*token, feed::kMaxPageSize);
  FUZZ_CHECK(decoded);
  const auto claims = jwt::Claims::of(decoded->payload());
  FUZZ_CHECK(claims);
  const auto again = feed::read_page(*claims);
  FUZZ_CHECK(again);
  FUZZ_CHECK(again->to == page.to && again->more == page.more && again->entries.size() == page.entries.size());
  for (std::size_t i = 0; i < page.entries.size(); ++i) {
    const feed::PageEntry& entry = again->entries[i];
    FUZZ_CHECK(entry.revocation.value == page.entries[i].revocation.value);
    FUZZ_CHECK(entry.revocation.expires >= page.entries[i].revocation.expires);
    FUZZ_CHECK(entry.revocation.issued_before >= page.entries[i].revocation.issued_before);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const auto document = json::Document::parse(input.view(), {.max_bytes = jwt::kMaxSize});
  if (!document) return 0;
  const auto claims = jwt::Claims::of(document->root());
  if (!claims) return 0;
  const auto page = feed::read_page(*claims);
  if (!page) {
    FUZZ_CHECK(page.error().code == Errc::feed_refused || to_string(page.error()) == "limit_exceeded(revocations)");
    return 0;
  }
  check_page(*page);
  check_writer(*page);
  return 0;
}
