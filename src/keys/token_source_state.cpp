#include "keys/token_source_state.h"

#include <algorithm>
#include <utility>

namespace signet {
namespace {

constexpr std::size_t kMaxWaiting = 4096;

}  // namespace

TokenSourceState::TokenSourceState(TokenSourceOptions options, std::vector<std::string> places, RemoteSeams seams)
    : options_(std::move(options)), places_(std::move(places)), seams_(std::move(seams)), retry_(options_) {}

Result<TokenSource::Token> TokenSourceState::get(Timestamp now) {
  Lock lock(mutex_);
  Found found = look(now);
  const std::uint64_t before = attempts_;
  lock.unlock();
  if (found.begin) begin(*found.begin);
  if (found.answer) return *std::move(found.answer);
  lock.lock();
  changed_.wait_for(lock, options_.wait, [&] { return attempts_ != before || stopped_; });
  if (attempts_ == before) return fail(Errc::fetch_failed, stopped_ ? "stopped" : "timeout");
  if (last_error_ || token_ == nullptr) return std::unexpected(why_not_now());
  asked_for_ = true;
  return token_;
}

void TokenSourceState::get(Timestamp now, Done done) {
  Lock lock(mutex_);
  Found found = look(now);
  const bool is_full = !found.answer && !found.begin && waiting_.size() >= kMaxWaiting;
  if (is_full) found.answer = fail(Errc::limit_exceeded, "waiting");
  if (found.answer) {
    lock.unlock();
    if (found.begin) begin(*found.begin);
    return done(*std::move(found.answer));
  }
  waiting_.push_back(std::move(done));
  lock.unlock();
  if (found.begin) begin(*found.begin);
}

// With the lock.
TokenSourceState::Found TokenSourceState::look(Timestamp now) {
  const Timestamp clock = seams_.clock->now();
  last_now_ = now;
  last_clock_ = clock;
  Found found;
  if (Token good = good_token(now, clock)) {
    asked_for_ = true;
    const bool is_due = clock >= life_.renew_at;
    found.answer = std::move(good);
    if (!is_due) return found;
  } else if (stopped_) {
    found.answer = fail(Errc::fetch_failed, "stopped");
  }
  if (under_way_ || stopped_) return found;
  if (clock >= retry_.not_before()) {
    under_way_ = true;
    found.begin = Attempt{.clock = clock, .now = now};
  } else if (!found.answer) {
    found.answer = std::unexpected(why_not_now());
  }
  return found;
}

// By the clock, which never goes back, and by the time of day, which goes on while the machine sleeps.
TokenSource::Token TokenSourceState::good_token(Timestamp now, Timestamp clock) const {
  if (token_ == nullptr) return nullptr;
  return clock < life_.usable_until && now < token_->expires_at - life_.spare ? token_ : nullptr;
}

Error TokenSourceState::why_not_now() const {
  return last_error_.value_or(Error{Errc::fetch_failed, "recently"});
}

void TokenSourceState::forget(const Token& token) {
  const std::scoped_lock lock(mutex_);
  if (token == nullptr || token != token_) return;
  token_ = nullptr;
  ++alarm_serial_;
  retry_.forgotten();
}

TokenSourceReport TokenSourceState::report() const {
  const Timestamp clock = seams_.clock->now();
  const std::scoped_lock lock(mutex_);
  TokenSourceReport report;
  report.token_endpoint = options_.token_endpoint.empty() ? endpoint_ : options_.token_endpoint;
  if (token_ != nullptr && clock < life_.usable_until) report.good_for = life_.usable_until - clock;
  report.last_error = last_error_;
  const bool is_planned = report.good_for && asked_for_;
  if (!under_way_ && is_planned) {
    report.next_attempt = std::max(std::max(life_.renew_at, retry_.not_before()) - clock, Duration::zero());
  } else if (!under_way_ && clock < retry_.not_before()) {
    report.next_attempt = retry_.not_before() - clock;
  }
  report.under_way = under_way_;
  report.attempts = attempts_;
  report.tokens = tokens_;
  report.failures = failures_;
  return report;
}

void TokenSourceState::stop() noexcept {
  std::vector<Done> left;
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    left.swap(waiting_);
  }
  changed_.notify_all();
  for (const Done& each : left) each(fail(Errc::fetch_failed, "stopped"));
}

}  // namespace signet
