// JWK Sets that live at an issuer: RFC 7517 section 5, found by OpenID Connect Discovery 1.0 or RFC 8414.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signet/jwk_set.h"
#include "signet/result.h"
#include "signet/seams/clock.h"
#include "signet/seams/http_client.h"
#include "signet/seams/key_source.h"
#include "signet/seams/timers.h"
#include "signet/timestamp.h"

namespace signet {

class RemoteKeyState;  // internal

/// What a remote set asks of the world. A Fetcher is both client and timers.
struct RemoteSeams {
  std::shared_ptr<HttpClient> http;
  std::shared_ptr<Timers> timers;
  std::shared_ptr<const Clock> clock = std::make_shared<SteadyClock>();
};

/// What happened to a remote set, for logs and metrics. Names and numbers, never what an issuer wrote.
struct RemoteKeyEvent {
  enum class Kind : std::uint8_t {
    refreshed,    ///< a set was taken, be it the same as before
    changed,      ///< keys came or went
    failed,       ///< a refresh failed; what is known is kept while it may be
    stale,        ///< what is known is older than it should be, and still used
    expired,      ///< what is known is too old: nothing is found any more
    unknown_kid,  ///< a kid that is not in the set started a refresh
  } kind{};
  std::string url;             ///< as it was configured
  std::optional<Error> error;  ///< of `failed`
  std::size_t keys = 0;
};

struct RemoteKeyOptions {
  Duration default_max_age = std::chrono::minutes(10);  ///< where the answer does not say (RFC 9111 section 4.2)
  Duration min_max_age = std::chrono::seconds(30);      ///< what an answer says is brought into these bounds
  Duration max_max_age = std::chrono::hours(24);
  /// How long a set may be used after it became stale, when the issuer was asked and no newer one could be had. A key
  /// that its issuer removed is refused after max-age at the latest, and after max-age and this when the issuer cannot
  /// be reached or answers with what is no set of usable keys.
  Duration max_stale = std::chrono::hours(1);
  /// For kids that the set does not have the issuer is asked no more often than this, whatever arrives.
  Duration cool_down = std::chrono::seconds(30);
  Duration first_retry = std::chrono::seconds(1);  ///< after a failure; doubled each time up to cool_down
  Duration timeout = std::chrono::seconds(5);      ///< of one request
  /// How long find() may wait for a refresh that is under way when it does not have the key. It never waits for one
  /// that may not begin. Zero: it answers at once, and the next token finds the key.
  Duration wait_for_key = Duration::zero();
  /// A set that nobody has asked for this long is not refreshed any more, until somebody asks: it is then loaded anew,
  /// as at the beginning, unless it is fresh.
  Duration idle_after = std::chrono::hours(24);
  std::size_t max_body = 64u << 10;  ///< of key set and metadata
  /// Called from any thread, also while the set is being destroyed: what it captures has to live by itself. It must not
  /// block and must not throw.
  std::function<void(const RemoteKeyEvent&)> on_event = {};
};

/// Where a key was looked for, and how things stand: why is this key not found?
struct RemoteKeyReport {
  std::string url;                       ///< of the set, once it is known
  std::size_t keys = 0;                  ///< usable ones
  std::optional<Duration> age;           ///< since the set was last confirmed; nothing: there never was one
  std::optional<Duration> fresh_for;     ///< until it is stale; negative when it is
  std::optional<Error> last_error;       ///< of the last refresh, if that failed
  std::optional<Duration> next_refresh;  ///< from now
  bool refresh_under_way = false;
  std::uint64_t refreshes = 0, not_modified = 0, failures = 0, unknown_kids = 0, unknown_kid_refreshes = 0;
};

/// The keys of one issuer, refreshed off the path of verification before they are stale. find() never waits for the
/// network when it has the key, allocates nothing then, and takes an immutable set that is swapped as a whole.
///
/// How long an answer counts is what its Cache-Control, Expires and Age say (RFC 9111), within the bounds of the
/// options, from the moment at which it was asked for; it is asked again when four fifths of that have passed, with
/// If-None-Match where there was an ETag. What is no set with a usable key (a wrong status, another type than JSON,
/// text that is no set, too much of it, no key) counts as a failure: what is known is kept, and the issuer asked again
/// after first_retry, then twice that, and so on. When a set became stale without its issuer having been asked, which
/// happens to one that was idle or on a machine that slept, it is not used: it would be a guess.
///
/// A kid that the set does not have starts a refresh: at most one in each cool-down, whatever arrives, and never
/// instead of one that is due. Within the cool-down it starts one at its end, so an issuer that signs with a key before
/// it publishes it is followed within cool_down of publishing it, and a flood of invented kids costs it one request in
/// that time. Tokens without a kid start none.
class RemoteJwkSet final : public KeySource {
 public:
  /// The set behind a URL. Nothing is fetched before the first find() or load(). Errors: fetch_refused(url) for what
  /// is no http or https URL with a host, limit_exceeded(OPTION), policy_incomplete(seams) for null.
  static Result<std::shared_ptr<RemoteJwkSet>> of_url(std::string url, RemoteSeams seams,
                                                      RemoteKeyOptions options = {});
  /// The set that an issuer's metadata name, found by OpenID Connect Discovery section 4, and where they are not there
  /// (a status of 400 to 499, but for 408, 425 and 429) by RFC 8414 section 3. The "issuer" of the metadata must be
  /// `issuer`, octet by octet, and "jwks_uri" an https URL (http only where the issuer has http itself). They are read
  /// again every 12 hours and after every failure; where they cannot be read, the URL that they named last is still
  /// used for two days. Errors: as of_url, fetch_refused(issuer) also for a query, a fragment or a user name.
  static Result<std::shared_ptr<RemoteJwkSet>> of_issuer(std::string issuer, RemoteSeams seams,
                                                         RemoteKeyOptions options = {});
  ~RemoteJwkSet() override;
  RemoteJwkSet(const RemoteJwkSet&) = delete;
  RemoteJwkSet& operator=(const RemoteJwkSet&) = delete;

  /// Errors: keys_unavailable(REASON) when there is no set, or only one that is too old, where REASON is the code of
  /// the last failure, or "loading"; else as JwkSet::find.
  Result<KeyCandidates> find(const KeyQuery& query) const override;
  /// Another number when the keys are other ones; none while there are none that may be used. It counts as a use, and
  /// waits for no lock.
  std::optional<std::uint64_t> version() const noexcept override;

  /// Waits until there is a set, at most `deadline`, through failures and their retries. Errors: the last of them;
  /// keys_unavailable(timeout) when there was none.
  Result<> load(Duration deadline) const;
  /// Asks once, now, whatever the age of the set, and waits. A request that is under way counts as this one. Errors:
  /// what came of it: fetch_refused, fetch_failed, limit_exceeded, response_unusable(status|content_type|keys|issuer|
  /// jwks_uri), malformed_json, duplicate_name, malformed_key_set; keys_unavailable(timeout).
  Result<> refresh(Duration deadline) const;
  /// The set as it is now. Errors: as find.
  Result<JwkSet> keys() const;
  RemoteKeyReport report() const;
  /// The kid looked up as find() would, told in one sentence without values: "the set of 3 keys is 12 s old and has
  /// no such kid; the issuer is asked again in 18 s".
  std::string why_not_found(std::string_view kid) const;

 private:
  explicit RemoteJwkSet(std::shared_ptr<RemoteKeyState> state) noexcept;
  std::shared_ptr<RemoteKeyState> state_;
};

}  // namespace signet
