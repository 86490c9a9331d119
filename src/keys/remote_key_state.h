// What a RemoteJwkSet is: the set as it is known, and the machine that keeps it so.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keys/http_cache.h"
#include "keys/published.h"
#include "keys/refresh_plan.h"
#include "signet/bytes.h"
#include "signet/remote_jwks.h"

namespace signet {

/// Callbacks hold it weakly: an answer that comes after its set is gone meets nobody.
class RemoteKeyState final : public std::enable_shared_from_this<RemoteKeyState> {
 public:
  /// A set as it was taken. Immutable.
  struct Snapshot {
    JwkSet keys;
    keys::Lifetime life;
    keys::Freshness said;  ///< by the answer; a later one that only confirms it need not say it again
    std::size_t usable = 0;
    std::uint64_t generation = 0;  ///< another one when the keys are other ones
  };

  /// Either a URL, or an issuer with the places where its metadata may be.
  struct Origin {
    std::string url = {};
    std::string issuer = {};
    std::vector<std::string> metadata_urls = {};
  };

  RemoteKeyState(Origin origin, RemoteSeams seams, RemoteKeyOptions options);

  Result<KeyCandidates> find(const KeyQuery& query);
  std::optional<std::uint64_t> version() const noexcept;
  Result<> load(Duration deadline);
  Result<> refresh(Duration deadline);
  Result<JwkSet> keys();
  RemoteKeyReport report() const;
  std::string why_not_found(std::string_view kid) const;

 private:
  using Reason = keys::RefreshPlan::Reason;
  using Lock = std::unique_lock<std::mutex>;
  using Next = std::function<void(RemoteKeyState&, Result<HttpResponse>)>;
  struct Alarm {
    Duration delay;
    std::uint64_t serial;
  };

  void note_use(Timestamp now) const noexcept;
  std::shared_ptr<const Snapshot> usable_snapshot(Timestamp now);
  void tell_expired(Timestamp now);
  Error why_unavailable() const;
  void ask_for_kid(std::string_view kid, Timestamp now);
  Result<> wait_for_attempt(Lock& lock, std::uint64_t attempt, Duration deadline);
  void wait_for_key();

  /// Begins a refresh unless one is under way or it may not begin.
  void begin(Reason reason, Timestamp now);
  void ask_metadata(std::size_t place);
  void ask_keys(std::string url);
  void send(HttpRequest request, Next next);
  void on_metadata(std::size_t place, Result<HttpResponse> answer);
  void without_metadata(Error error);
  void on_keys(Result<HttpResponse> answer);
  bool was_conditional() const;
  /// Ends the refresh that is under way; each takes the lock.
  void take(const JwkSet& set, const HttpResponse& answer);
  void confirm(const HttpResponse& answer);
  void fail_refresh(Error error);
  void publish(Snapshot next, Timestamp now);
  void finish(Lock& lock, const std::vector<RemoteKeyEvent>& events);

  /// The timer, which is set for the next thing to do: one at a time, but for those that were set for later and are
  /// then ignored. Nothing when it is set early enough.
  std::optional<Alarm> next_alarm(Timestamp now);
  void set_alarm(const std::optional<Alarm>& alarm);
  void on_alarm(std::uint64_t serial);
  void tell(const std::vector<RemoteKeyEvent>& events) const;
  RemoteKeyEvent event(RemoteKeyEvent::Kind kind) const;

  const Origin origin_;
  const RemoteSeams seams_;
  const RemoteKeyOptions options_;
  keys::Published<Snapshot> published_;
  // Microseconds of `Timestamp` and a number, so that finding a key looks at nothing that is locked.
  std::atomic<std::int64_t> refresh_at_{INT64_MIN};  // when something is due
  // The generation is written after it is published, so that what an old key has proven is never remembered under a new
  // number; and after that, until when it may be used.
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<std::int64_t> usable_until_{INT64_MIN};
  mutable std::atomic<std::int64_t> used_at_{INT64_MIN};

  mutable std::mutex mutex_;  // guards all below; never held over a call of a seam or of on_event
  mutable std::condition_variable changed_;
  keys::RefreshPlan plan_;
  bool told_expired_ = false;
  bool told_stale_ = false;
  std::uint64_t attempts_ = 0;  // that have ended
  std::string keys_url_;        // empty until it is known
  Timestamp metadata_until_ = Timestamp::min();
  Timestamp metadata_kept_until_ = Timestamp::min();
  Timestamp asked_at_ = Timestamp::min();  // of the request for keys that is under way, and whether it was conditional
  bool asked_if_changed_ = false;
  std::string etag_;
  Bytes digest_;  // of the set's text, to see whether it changed
  Timestamp alarm_at_ = Timestamp::max();
  std::uint64_t alarm_serial_ = 0;
  std::optional<Error> last_error_;
  RemoteKeyReport counts_;  // its counters alone
};

}  // namespace signet
