// How an attempt ends, and when the next one begins.
#include <algorithm>
#include <array>
#include <utility>

#include "keys/keyed_mix.h"
#include "keys/token_source_state.h"

namespace signet {
namespace {

/// Any number; where there is none, plans are without it.
std::uint64_t chance() {
  std::array<std::uint64_t, 1> number{};
  return keys::fill_random(number) ? number.front() : 0;
}

std::string joined_scopes(const TokenSourceOptions& options) {
  std::string scope;
  for (const std::string& word : options.scopes) {
    if (!scope.empty()) scope += ' ';
    scope += word;
  }
  return scope;
}

}  // namespace

void TokenSourceState::take(const Shared& attempt, keys::TokenAnswer answer) {
  const Duration lifetime = std::min(answer.lifetime.value_or(options_.default_lifetime), options_.max_lifetime);
  const Timestamp asked_now = attempt->now + (attempt->asked_at - attempt->clock);
  auto token = std::make_shared<AccessToken>();
  token->value = std::move(answer.value);
  token->type = options_.dpop != nullptr ? TokenType::dpop : TokenType::bearer;
  //= rfc6749#5.1 scope OPTIONAL, if identical to the scope requested by the client
  token->scope = answer.scope ? *std::move(answer.scope) : joined_scopes(options_);
  token->lifetime = lifetime;
  token->expires_at = asked_now + lifetime;
  token->answer = std::move(answer.whole);
  const keys::TokenLife life = keys::life_of(lifetime, attempt->asked_at, options_, chance());
  const Timestamp clock = seams_.clock->now();
  Lock lock(mutex_);
  token_ = std::move(token);
  life_ = life;
  asked_for_ = false;
  last_error_ = std::nullopt;
  retry_.succeeded(clock);
  ++tokens_;
  finish(lock, life.renew_at);
}

void TokenSourceState::fail_attempt(Error error, std::optional<Duration> retry_after) {
  const Timestamp clock = seams_.clock->now();
  const std::uint64_t number = chance();
  Lock lock(mutex_);
  // The endpoint may have moved, unless it was that which said no.
  if (error.code != Errc::token_refused) metadata_until_ = Timestamp::min();
  last_error_ = std::move(error);
  retry_.failed(clock, retry_after, number);
  ++failures_;
  const bool has_token = token_ != nullptr && clock < life_.usable_until;
  finish(lock, has_token ? std::optional(retry_.not_before()) : std::nullopt);
}

void TokenSourceState::finish(Lock& lock, std::optional<Timestamp> next) {
  under_way_ = false;
  ++attempts_;
  const std::vector<Done> waiting = std::exchange(waiting_, {});
  if (!waiting.empty()) asked_for_ = true;
  const Result<Token> outcome = last_error_ ? Result<Token>(std::unexpected(*last_error_)) : Result<Token>(token_);
  const std::uint64_t serial = ++alarm_serial_;
  lock.unlock();
  changed_.notify_all();
  if (next) set_alarm(*next - seams_.clock->now(), serial);
  for (const Done& each : waiting) each(outcome);
}

void TokenSourceState::set_alarm(Duration delay, std::uint64_t serial) {
  seams_.timers->after(std::max(delay, Duration::zero()), [weak = weak_from_this(), serial] {
    if (const auto self = weak.lock()) self->on_alarm(serial);
  });
}

void TokenSourceState::on_alarm(std::uint64_t serial) {
  const Timestamp clock = seams_.clock->now();
  Attempt attempt{.clock = clock, .now = {}};
  {
    const std::scoped_lock lock(mutex_);
    // A token that nobody has asked for is not renewed: the next get() begins that.
    const bool is_wanted = serial == alarm_serial_ && !under_way_ && !stopped_ && asked_for_;
    if (!is_wanted || clock >= life_.usable_until) return;
    attempt.now = last_now_ + (clock - last_clock_);
    under_way_ = true;
  }
  begin(attempt);
}

}  // namespace signet
