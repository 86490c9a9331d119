// What a TokenSource is: the token as it is known, and the machine that gets the next one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "keys/renewal_plan.h"
#include "keys/token_answer.h"
#include "signet/dpop.h"
#include "signet/token_source.h"

namespace signet {

/// Callbacks hold it weakly: an answer that comes after its source is gone meets nobody.
class TokenSourceState final : public std::enable_shared_from_this<TokenSourceState> {
 public:
  using Token = TokenSource::Token;
  using Done = TokenSource::Done;

  /// `places`: where the metadata of the issuer may be, unless the options name the token endpoint.
  TokenSourceState(TokenSourceOptions options, std::vector<std::string> places, RemoteSeams seams);

  Result<Token> get(Timestamp now);
  void get(Timestamp now, Done done);
  void forget(const Token& token);
  TokenSourceReport report() const;
  /// Answers who waits.
  void stop() noexcept;

 private:
  using Lock = std::unique_lock<std::mutex>;
  /// From the decision to ask to the answer. One is under way at a time, and is handed from callback to callback.
  struct Attempt {
    Timestamp clock;          // when it began, by the clock
    Timestamp now;            // the same, as time of day
    Timestamp asked_at = {};  // when the token itself was asked for, by the clock
    bool is_second = false;   // with the nonce that the first answer brought
  };
  using Shared = std::shared_ptr<Attempt>;
  using Next = std::function<void(TokenSourceState&, Result<HttpResponse>)>;
  /// What a get() finds: an answer, or none yet; and whether it is the one that has to ask.
  struct Found {
    std::optional<Result<Token>> answer;
    std::optional<Attempt> begin;
  };

  Found look(Timestamp now);
  Token good_token(Timestamp now, Timestamp clock) const;
  Error why_not_now() const;
  Timestamp time_of_day(const Attempt& attempt) const;

  void begin(const Attempt& attempt);
  std::optional<std::string> known_endpoint(Timestamp clock) const;
  void ask_metadata(const Shared& attempt, std::size_t place);
  void on_metadata(const Shared& attempt, std::size_t place, const Result<HttpResponse>& answer);
  void without_metadata(const Shared& attempt, Error error);
  void ask_token(const Shared& attempt, const std::string& endpoint);
  void on_token(const Shared& attempt, const std::string& endpoint, const HttpResponse& answer);
  void send(HttpRequest request, Next next);

  void take(const Shared& attempt, keys::TokenAnswer answer);
  void fail_attempt(Error error, std::optional<Duration> retry_after);
  void finish(Lock& lock, std::optional<Timestamp> next);
  void set_alarm(Duration delay, std::uint64_t serial);
  void on_alarm(std::uint64_t serial);

  const TokenSourceOptions options_;
  const std::vector<std::string> places_;
  const RemoteSeams seams_;
  dpop::NonceMemory nonces_;

  mutable std::mutex mutex_;  // guards all below; never held over a call of a seam, of a signer or of a callback
  std::condition_variable changed_;
  Token token_;
  keys::TokenLife life_{};
  keys::RetryPlan retry_;
  std::optional<Error> last_error_;  // of the last attempt
  bool under_way_ = false;
  bool asked_for_ = false;  // the token that there is was given out
  bool stopped_ = false;
  // What a get() said last, so that what is renewed between two of them can be dated.
  Timestamp last_now_{};
  Timestamp last_clock_{};
  std::string endpoint_;  // as the metadata name it
  Timestamp metadata_until_ = Timestamp::min();
  Timestamp metadata_kept_until_ = Timestamp::min();
  std::uint64_t attempts_ = 0;  // that have ended
  std::uint64_t tokens_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t alarm_serial_ = 0;
  std::vector<Done> waiting_;
};

}  // namespace signet
