// --revocations: what an issuer's feed revokes, read once.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/invocation.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/seams/revocation_source.h"

namespace signet::cli {

inline constexpr Flag kRevocationFlags[] = {
    {"--revocations", "URL",
     "refuse what the feed of --issuer at this https address revokes; it is read once, to its end"},
    {"--grant-claim", "NAME", "the claim that names the family of a grant, which the feed may revoke as well"},
};

/// Where the feed is, whose it is, and what it may revoke beside what every token has.
struct FeedPlace {
  std::string url;
  std::string issuer;
  std::string grant_claim;
};
/// What the flags say of a feed; nothing without --revocations. Errors: usage(--revocations) for what is no address,
/// and unless there is exactly one issuer; usage(--grant-claim) without a feed; usage(--now), since a feed forgets what
/// has expired.
Outcome<std::optional<FeedPlace>> feed_place(const Invocation& run);

/// What was revoked when the feed was read, for tokens of its issuer alone.
struct Revocations {
  std::shared_ptr<const RevocationSource> source;  ///< null: nobody is asked
  std::string grant_claim;

  void add_to(jwt::Policy& policy) const;
};
/// Reads the feed from its beginning to its end; its pages are proven with the keys that tokens are. The source answers
/// revocations_unknown(issuer) for a token of another issuer. Errors, said of the address: those of fetching, and what
/// a page is refused for; fetch_failed(timeout) when there is no end within the deadline.
Outcome<Revocations> read_feed(const Invocation& run, const FeedPlace& place, const JwkSet& keys);

}  // namespace signet::cli
