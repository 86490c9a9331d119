// A page of the revocation feed, for both directions: docs/protocols/revocation-feed.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signet/claims.h"
#include "signet/json.h"
#include "signet/result.h"
#include "signet/revocation.h"
#include "signet/seams/signer.h"
#include "signet/timestamp.h"

namespace signet::feed {

inline constexpr std::string_view kPageTyp = "signet-revocations+jwt";
inline constexpr std::string_view kPageMediaType = "application/signet-revocations+jwt";
inline constexpr std::size_t kMaxPageSize = 2u << 20;  ///< octets of the token
inline constexpr std::size_t kMaxPageEntries = 4096;
inline constexpr std::size_t kMaxValue = 1024;  ///< octets of what an entry names
inline constexpr std::size_t kMaxEpoch = 64;
inline constexpr Duration kMaxPageLifetime = std::chrono::minutes(5);
/// What every JSON number holds exactly (RFC 7493 section 2.2).
inline constexpr std::uint64_t kMaxSequence = (std::uint64_t{1} << 53) - 1;

struct PageEntry {
  std::uint64_t sequence = 0;
  Revocation revocation;
};

/// What a page says. Texts are views into the claims that it was read from.
struct Page {
  std::string_view issuer;
  std::string_view epoch;
  Timestamp issued;
  std::uint64_t from = 0;  ///< exclusive
  std::uint64_t to = 0;    ///< inclusive
  bool more = false;
  std::vector<PageEntry> entries;

  bool names_kid(std::string_view kid) const noexcept;
};

/// The page that these claims are. They are those of a token that a verifier with the feed's issuer and typ has proven:
/// what is looked at here is what makes a page of a token. Errors: feed_refused(NAME), limit_exceeded(revocations).
Result<Page> read_page(const jwt::Claims& claims);

/// Where a reader is: nothing was read when there is no epoch.
struct Position {
  std::string epoch;
  std::uint64_t sequence = 0;
  Timestamp issued;  ///< of the newest page that was taken, of whatever epoch
};
/// Whether the page continues where the reader is. Errors: feed_refused(epoch|sequence|gap).
Result<> check_follows(const Page& page, const Position& position);

/// Whether a page that the key of this kid has proven may be believed: neither `known` nor the page itself revokes the
/// key. Errors: feed_refused(kid), also for a key without kid, which nothing could revoke.
Result<> check_signer(const Page& page, std::string_view kid, const RevocationSet& known, Timestamp now);

/// What stands at the head of a page that is written. The texts must live as long as the writer.
struct PageHead {
  std::string_view issuer;
  std::string_view epoch;
  std::string_view audience = {};  ///< empty: none
  std::uint64_t from = 0;
};

/// Writes one page, entry by entry, as a server walks its log. What it signs read_page() takes.
class PageWriter {
 public:
  explicit PageWriter(const PageHead& head);

  /// False when the page is full: it then ends before this entry, with `more`. The entry's issuer is that of the page
  /// whatever it says. Errors: feed_refused(revocations.seq|value|before) for an entry that no page may have.
  Result<bool> add(const PageEntry& entry);
  std::size_t size() const noexcept { return count_; }
  /// Whether an entry revokes this kid, so that another key has to sign.
  bool names_kid(std::string_view kid) const noexcept;
  /// The token. `to` is what the page covers, be it behind its last entry. Errors: feed_refused(kid) for a signer that
  /// the page revokes or that has no kid, alg_not_allowed(alg) for a symmetric one, feed_refused(epoch|to|more|exp),
  /// limit_exceeded(page), those of jwt::Builder::sign.
  Result<std::string> sign(std::uint64_t to, bool more, Timestamp now, Duration lifetime, const Signer& signer) &&;

 private:
  PageHead head_;
  json::Writer entries_;
  std::size_t count_ = 0;
  std::uint64_t last_;
  std::vector<std::string> kids_;
};

}  // namespace signet::feed
