#include "keys/feed_reader.h"

#include <string_view>
#include <utility>

#include "keys/media_type.h"
#include "try.h"

namespace signet::keys {
namespace {

Result<std::string_view> body_of(const Result<HttpResponse>& answer) {
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 200) return fail(Errc::response_unusable, "status");
  const std::string* type = answer->find("Content-Type");
  if (type == nullptr || !is_media_type(*type, feed::kPageMediaType))
    return fail(Errc::response_unusable, "content_type");
  return answer->body;
}

}  // namespace

FeedReader::FeedReader(std::string url, jwt::Verifier pages, std::shared_ptr<RevocationSet> set,
                       std::shared_ptr<const Clock> clock, RevocationFeedOptions options)
    : url_(std::move(url)),
      pages_(std::move(pages)),
      set_(std::move(set)),
      clock_(std::move(clock)),
      options_(std::move(options)) {
  report_.url = url_;
}

HttpRequest FeedReader::request() {
  // Nobody waits for the word that what is known is all: at the beginning, and after a failure.
  const auto wait = std::chrono::floor<std::chrono::seconds>(held_ ? options_.wait : Duration::zero());
  HttpRequest request;
  request.url = url_;
  request.url += url_.find('?') == std::string::npos ? "?since=" : "&since=";
  request.url += std::to_string(position_.sequence);
  if (wait > std::chrono::seconds::zero()) request.url += "&wait=" + std::to_string(wait.count());
  request.fields.push_back({"Accept", std::string(feed::kPageMediaType)});
  std::string authorization = options_.authorization ? options_.authorization() : std::string();
  if (!authorization.empty()) request.fields.push_back({"Authorization", std::move(authorization)});
  request.max_body = feed::kMaxPageSize;
  request.timeout = wait + options_.answer_within;
  return request;
}

Pace FeedReader::answered(const Result<HttpResponse>& answer) {
  held_ = false;
  const Result<std::string_view> body = body_of(answer);
  if (!body) return fail_with(Event::failed, body.error());
  new_epoch_ = false;
  const Timestamp now = clock_->now();
  Result<Taken> taken = take(*body, now);
  if (!taken) return fail_with(new_epoch_ ? Event::new_epoch : Event::refused, std::move(taken).error());
  held_ = !taken->more;
  if (held_) set_->heard(position_.sequence);
  {
    const std::lock_guard lock(mutex_);
    ++report_.pages;
    report_.entries += taken->entries;
    report_.sequence = position_.sequence;
    report_.last_error.reset();
    if (!taken->more) complete_ = now;
  }
  tell(Event::page, std::nullopt, taken->entries);
  return taken->more ? Pace::at_once : Pace::paced;
}

Result<FeedReader::Taken> FeedReader::take(std::string_view token, Timestamp now) {
  SIGNET_TRY(const jwt::VerifiedView page_token, pages_.verify(token, now, scratch_));
  SIGNET_TRY(const feed::Page page, feed::read_page(page_token.claims()));
  SIGNET_CHECK(feed::check_signer(page, page_token.key_id(), *set_, now));
  SIGNET_CHECK(follow(page));
  SIGNET_CHECK(apply(page, now));
  position_ = {
      .epoch = std::string(page.epoch), .sequence = page.to, .issued = std::max(position_.issued, page.issued)};
  return Taken{page.entries.size(), page.more};
}

Result<> FeedReader::follow(const feed::Page& page) {
  Result<> follows = feed::check_follows(page, position_);
  const bool other = !position_.epoch.empty() && page.epoch != position_.epoch;
  if (other && options_.follow_new_epoch && page.issued >= position_.issued) {
    new_epoch_ = true;
    position_.epoch.clear();
    position_.sequence = 0;
  }
  return follows;
}

Result<> FeedReader::apply(const feed::Page& page, Timestamp now) {
  for (const feed::PageEntry& entry : page.entries) {
    if (entry.revocation.expires <= now) continue;
    const Result<> added = set_->add(entry.revocation, now);
    if (added) continue;
    // What was revoked is not in the set, and the set would not know it.
    set_->distrust();
    return added;
  }
  return {};
}

Pace FeedReader::fail_with(Event kind, Error error) {
  {
    const std::lock_guard lock(mutex_);
    ++(kind == Event::failed ? report_.failures : kind == Event::refused ? report_.refused : report_.new_epochs);
    report_.sequence = position_.sequence;
    report_.last_error = error;
  }
  tell(kind, std::move(error), 0);
  return Pace::after_failure;
}

void FeedReader::tell(Event kind, std::optional<Error> error, std::size_t entries) {
  if (!options_.on_event) return;
  options_.on_event({kind, url_, std::move(error), position_.sequence, entries});
}

RevocationFeedReport FeedReader::report() const {
  const std::lock_guard lock(mutex_);
  RevocationFeedReport report = report_;
  if (complete_) report.lag = clock_->now() - *complete_;
  return report;
}

}  // namespace signet::keys
