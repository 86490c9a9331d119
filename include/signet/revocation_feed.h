// Reads an issuer's feed of revocations into a RevocationSet: docs/protocols/revocation-feed.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "signet/remote_jwks.h"
#include "signet/result.h"
#include "signet/revocation.h"
#include "signet/seams/key_source.h"
#include "signet/timestamp.h"

namespace signet {

class RevocationFeedState;  // internal

/// What happened to a feed, for logs and metrics. Names and numbers, never what a page says.
struct RevocationFeedEvent {
  enum class Kind : std::uint8_t {
    page,       ///< a page was taken, be it an empty one
    refused,    ///< a page breaks a rule; the set is as before
    failed,     ///< no page could be had
    new_epoch,  ///< the server began another log: it is read from its beginning, what is known stays
  } kind{};
  std::string url;             ///< as it was configured
  std::optional<Error> error;  ///< of all but `page`
  std::uint64_t sequence = 0;  ///< up to which the log is known
  std::size_t entries = 0;     ///< of `page`
};

struct RevocationFeedOptions {
  /// That pages must name. Empty: "aud" is not looked at.
  std::string audience = {};
  /// How long the server may hold a request while there is nothing new; whole seconds, at most a minute. It has to be
  /// well below RevocationOptions::max_silence. Zero: it is asked every `interval`.
  Duration wait = std::chrono::seconds(10);
  Duration answer_within = std::chrono::seconds(5);  ///< beyond `wait`
  /// Two requests begin no sooner after each other, unless the server has more pages: what a server that does not hold
  /// requests is asked at.
  Duration interval = std::chrono::milliseconds(500);
  Duration first_retry = std::chrono::milliseconds(500);  ///< after a failure; doubled each time up to max_retry
  Duration max_retry = std::chrono::seconds(10);
  /// When the server has begun another log: read it from its beginning. What is known stays, and the feed counts as
  /// silent until all of the new log is known. False: feed_refused(epoch) until the feed is started anew.
  bool follow_new_epoch = true;
  /// The value of the field Authorization, asked before each request; empty: none. Must not block.
  std::function<std::string()> authorization = {};
  /// From the thread that brings the answer; must not block, must not end the feed.
  std::function<void(const RevocationFeedEvent&)> on_event = {};
};

struct RevocationFeedReport {
  std::string url;
  std::uint64_t sequence = 0;       ///< up to which the log is known
  std::optional<Duration> lag;      ///< since a page left nothing more to read; nothing: none has
  std::optional<Error> last_error;  ///< of the last request, if that failed or was refused
  std::uint64_t pages = 0, entries = 0, refused = 0, failures = 0, new_epochs = 0;
};

/// Asks for what is new for as long as it lives. A page is applied as a whole or not at all; the set hears of it
/// (RevocationSet::heard) when all of the log is in. What the server cannot or may not say leaves the set as it is, so
/// that its silence grows and RevocationOptions decide. When the set has no room for what was revoked, it is
/// distrusted.
///
/// A page is believed when it is a JWT of typ signet-revocations+jwt of the issuer, signed with an asymmetric algorithm
/// by a key of `keys` that neither the set nor the page itself revokes, and continues where the last one ended.
class RevocationFeed final {
 public:
  /// Begins at once. `keys` are the issuer's, usually a RemoteJwkSet with wait_for_key zero, since they are asked for
  /// from the client's thread. Errors: fetch_refused(url) for what is no http or https URL without fragment,
  /// policy_incomplete(issuer|keys|revocations|http|timers|clock) for what is empty or null, limit_exceeded(OPTION).
  static Result<std::unique_ptr<RevocationFeed>> start(std::string url, const std::string& issuer,
                                                       std::shared_ptr<const KeySource> keys,
                                                       std::shared_ptr<RevocationSet> revocations, RemoteSeams seams,
                                                       RevocationFeedOptions options = {});
  /// Waits for a page that is being applied; what arrives later is dropped. The set stays as it is and falls silent.
  ~RevocationFeed();
  RevocationFeed(const RevocationFeed&) = delete;
  RevocationFeed& operator=(const RevocationFeed&) = delete;

  RevocationFeedReport report() const;

 private:
  explicit RevocationFeed(std::unique_ptr<RevocationFeedState> state) noexcept;
  std::unique_ptr<RevocationFeedState> state_;
};

}  // namespace signet
