#include "signet/token_source.h"

#include <utility>

#include "keys/issuer_metadata.h"
#include "keys/token_source_options.h"
#include "keys/token_source_state.h"
#include "try.h"

namespace signet {

std::string AccessToken::authorization() const {
  std::string field(type == TokenType::dpop ? "DPoP " : "Bearer ");
  field += text();
  return field;
}

TokenSource::TokenSource(std::shared_ptr<TokenSourceState> state) noexcept : state_(std::move(state)) {}

Result<std::shared_ptr<TokenSource>> TokenSource::make(TokenSourceOptions options, RemoteSeams seams) {
  if (!seams.http || !seams.timers || !seams.clock) return fail(Errc::policy_incomplete, "seams");
  SIGNET_CHECK(keys::check_options(options));
  std::vector<std::string> places;
  if (options.token_endpoint.empty()) {
    SIGNET_TRY(places, keys::metadata_urls(options.issuer));
  }
  auto state = std::make_shared<TokenSourceState>(std::move(options), std::move(places), std::move(seams));
  return std::shared_ptr<TokenSource>(new TokenSource(std::move(state)));
}

TokenSource::~TokenSource() {
  state_->stop();
}

Result<TokenSource::Token> TokenSource::get(Timestamp now) const {
  return state_->get(now);
}

void TokenSource::get(Timestamp now, Done done) const {
  state_->get(now, std::move(done));
}

void TokenSource::forget(const Token& token) const {
  state_->forget(token);
}

TokenSourceReport TokenSource::report() const {
  return state_->report();
}

}  // namespace signet
