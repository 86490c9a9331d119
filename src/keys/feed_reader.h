// What becomes of an answer of the feed.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "keys/feed_page.h"
#include "keys/poll_loop.h"
#include "signet/jwt.h"
#include "signet/revocation_feed.h"

namespace signet::keys {

class FeedReader final : public PollTask {
 public:
  FeedReader(std::string url, jwt::Verifier pages, std::shared_ptr<RevocationSet> set,
             std::shared_ptr<const Clock> clock, RevocationFeedOptions options);

  HttpRequest request() override;
  Pace answered(const Result<HttpResponse>& answer) override;
  /// From any thread.
  RevocationFeedReport report() const;

 private:
  using Event = RevocationFeedEvent::Kind;
  /// A page that was taken.
  struct Taken {
    std::size_t entries;
    bool more;
  };

  Result<Taken> take(std::string_view token, Timestamp now);
  Result<> follow(const feed::Page& page);
  Result<> apply(const feed::Page& page, Timestamp now);
  void tell(Event kind, std::optional<Error> error, std::size_t entries);
  Pace fail_with(Event kind, Error error);

  const std::string url_;
  const jwt::Verifier pages_;
  const std::shared_ptr<RevocationSet> set_;
  const std::shared_ptr<const Clock> clock_;
  const RevocationFeedOptions options_;
  jwt::Scratch scratch_;
  feed::Position position_;
  bool held_ = false;       // the next request may be held: the last one said that there is nothing more
  bool new_epoch_ = false;  // what was refused last was another log, which is read next

  mutable std::mutex mutex_;  // of what report() shows
  RevocationFeedReport report_;
  std::optional<Timestamp> complete_;  // when a page left nothing more to read
};

}  // namespace signet::keys
