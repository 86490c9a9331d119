// What a RemoteJwkSet is: the set as it is known, and the machine that keeps it so.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keys/published.h"
#include "keys/refresh_plan.h"
#include "keys/unknown_kids.h"
#include "signet/remote_jwks.h"

namespace signet {

/// Callbacks hold it weakly: an answer that comes after its set is gone meets nobody.
class RemoteKeyState final : public std::enable_shared_from_this<RemoteKeyState> {
 public:
  /// A set as it was taken. Immutable.
  struct Snapshot {
    JwkSet keys;
    keys::Lifetime life;
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
  enum class Reason : std::uint8_t { due, unknown_kid, asked };
  using Lock = std::unique_lock<std::mutex>;

  std::shared_ptr<const Snapshot> usable_snapshot(Timestamp now);
  Error why_unavailable() const;
  void note_unknown(std::string_view kid, Timestamp now);
  bool may_begin(Reason reason, Timestamp now);
  /// Begins a refresh unless one is under way or it may not begin.
  void begin(Reason reason, Timestamp now);
  void begin_later(Duration delay, Reason reason);
  void ask_metadata(std::size_t place);
  void ask_keys(std::string url);
  void send(HttpRequest request, std::function<void(RemoteKeyState&, Result<HttpResponse>)> next);
  void on_metadata(std::size_t place, Result<HttpResponse> answer);
  void on_keys(Result<HttpResponse> answer);
  /// Ends the refresh that is under way; each takes the lock.
  void take(JwkSet set, std::string text, std::optional<Duration> fresh, std::string etag);
  void confirm(std::optional<Duration> fresh);
  void fail_refresh(Error error);
  void finish(Lock& lock, std::vector<RemoteKeyEvent> events);
  Result<> wait_for_attempt(Lock& lock, std::uint64_t attempt, Duration deadline);
  void wait_for_key(Duration deadline);
  RemoteKeyEvent event(RemoteKeyEvent::Kind kind) const;

  const Origin origin_;
  const RemoteSeams seams_;
  const RemoteKeyOptions options_;
  keys::Published<Snapshot> published_;
  /// Of the snapshot, so that finding a key looks at the clock and at nothing that is locked: microseconds of
  /// `Timestamp`.
  std::atomic<std::int64_t> refresh_at_{INT64_MIN};

  mutable std::mutex mutex_;  // guards all below; never held over a call of a seam or of on_event
  mutable std::condition_variable changed_;
  keys::RefreshPlan plan_;
  keys::UnknownKids unknown_;
  bool under_way_ = false;
  bool kid_timer_armed_ = false;
  bool told_expired_ = false;
  std::uint64_t attempts_ = 0;  // that have ended
  std::uint64_t generation_ = 0;
  std::string keys_url_;  // empty until it is known
  Timestamp metadata_until_ = Timestamp::min();
  std::string etag_;
  std::string text_;  // of the set, to see whether it changed
  std::optional<Error> last_error_;
  RemoteKeyReport counts_;  // its counters alone
};

}  // namespace signet
