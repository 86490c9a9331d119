// One attempt to get a token: where the endpoint is, and what it answers.
#include <utility>

#include "keys/issuer_metadata.h"
#include "keys/jwks_response.h"
#include "keys/token_request.h"
#include "keys/token_source_options.h"
#include "keys/token_source_state.h"
#include "try.h"

namespace signet {
namespace {

// As RemoteJwkSet has it.
constexpr Duration kMetadataFresh = std::chrono::hours(12);
constexpr Duration kMetadataKept = std::chrono::hours(48);

/// The token endpoint of an answer that should be the issuer's metadata.
Result<std::string> read_endpoint(const HttpResponse& answer, std::string_view issuer) {
  SIGNET_CHECK(keys::check_json_response(answer));
  SIGNET_TRY(std::string url, keys::parse_token_endpoint(answer.body, issuer));
  if (!keys::check_secret_url(url)) return fail(Errc::response_unusable, "token_endpoint");
  return url;
}

}  // namespace

void TokenSourceState::begin(const Attempt& attempt) {
  const auto shared = std::make_shared<Attempt>(attempt);
  if (const auto endpoint = known_endpoint(attempt.clock)) {
    ask_token(shared, *endpoint);
  } else {
    ask_metadata(shared, 0);
  }
}

std::optional<std::string> TokenSourceState::known_endpoint(Timestamp clock) const {
  if (!options_.token_endpoint.empty()) return options_.token_endpoint;
  const std::scoped_lock lock(mutex_);
  return clock < metadata_until_ ? std::optional(endpoint_) : std::nullopt;
}

void TokenSourceState::ask_metadata(const Shared& attempt, std::size_t place) {
  HttpRequest request{.url = places_[place], .fields = {{"Accept", "application/json"}}};
  request.max_body = options_.max_body;
  request.timeout = options_.timeout;
  send(std::move(request), [attempt, place](TokenSourceState& self, Result<HttpResponse> answer) {
    self.on_metadata(attempt, place, answer);
  });
}

void TokenSourceState::on_metadata(const Shared& attempt, std::size_t place, const Result<HttpResponse>& answer) {
  if (!answer) return without_metadata(attempt, answer.error());
  if (keys::is_not_there(*answer) && place + 1 < places_.size()) return ask_metadata(attempt, place + 1);
  auto endpoint = read_endpoint(*answer, options_.issuer);
  if (!endpoint) return without_metadata(attempt, std::move(endpoint).error());
  {
    const std::scoped_lock lock(mutex_);
    endpoint_ = *endpoint;
    metadata_until_ = attempt->clock + kMetadataFresh;
    metadata_kept_until_ = attempt->clock + kMetadataKept;
  }
  ask_token(attempt, *endpoint);
}

void TokenSourceState::without_metadata(const Shared& attempt, Error error) {
  std::string kept;
  {
    const std::scoped_lock lock(mutex_);
    if (attempt->clock < metadata_kept_until_) kept = endpoint_;
  }
  if (kept.empty()) return fail_attempt(std::move(error), std::nullopt);
  ask_token(attempt, kept);
}

Timestamp TokenSourceState::time_of_day(const Attempt& attempt) const {
  return attempt.now + (seams_.clock->now() - attempt.clock);
}

void TokenSourceState::ask_token(const Shared& attempt, const std::string& endpoint) {
  attempt->asked_at = seams_.clock->now();
  auto request = keys::make_token_request(options_, endpoint, nonces_.find(endpoint), time_of_day(*attempt));
  if (!request) return fail_attempt(std::move(request).error(), std::nullopt);
  send(*std::move(request), [attempt, endpoint](TokenSourceState& self, Result<HttpResponse> answer) {
    if (!answer) return self.fail_attempt(std::move(answer).error(), std::nullopt);
    self.on_token(attempt, endpoint, *answer);
    wipe(answer->body.data(), answer->body.size());
  });
}

void TokenSourceState::on_token(const Shared& attempt, const std::string& endpoint, const HttpResponse& answer) {
  const bool is_bound = options_.dpop != nullptr;
  //= rfc9449#8.2 a nonce may come with any answer, and the next proof has it
  const std::string* const nonce = is_bound ? answer.find("dpop-nonce") : nullptr;
  const bool has_nonce = nonce != nullptr && nonces_.remember(endpoint, *nonce);
  auto read = keys::read_token_answer(answer, is_bound ? TokenType::dpop : TokenType::bearer);
  if (read) return take(attempt, *std::move(read));
  const Error& error = read.error();
  const bool wants_nonce = error.code == Errc::token_refused && error.subject == "use_dpop_nonce";
  if (wants_nonce && has_nonce && !attempt->is_second) {
    attempt->is_second = true;
    return ask_token(attempt, endpoint);
  }
  fail_attempt(error, keys::read_retry_after(answer, time_of_day(*attempt)));
}

void TokenSourceState::send(HttpRequest request, Next next) {
  seams_.http->send(std::move(request), [weak = weak_from_this(), next = std::move(next)](Result<HttpResponse> answer) {
    if (const auto self = weak.lock()) next(*self, std::move(answer));
  });
}

}  // namespace signet
