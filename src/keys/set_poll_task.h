// One poll after the other: RFC 8936.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "keys/poll_loop.h"
#include "keys/set_intake.h"
#include "signet/json.h"
#include "signet/security_events.h"

namespace signet::keys {

/// How often a SET may come whose key is not known, until the transmitter is told: the key may be a new one, for which
/// the issuer is asked in the meantime.
inline constexpr unsigned kMaxKeyTrials = 8;

class SetPollTask final : public PollTask {
 public:
  SetPollTask(std::string url, std::shared_ptr<const SetIntake> intake, std::shared_ptr<const Clock> clock,
              SetPollOptions options);

  HttpRequest request() override;
  Pace answered(const Result<HttpResponse>& answer) override;
  /// From any thread.
  SetPollReport report() const;

 private:
  /// What of an answer was acknowledged or refused, and what was left.
  struct Settled {
    std::size_t settled = 0;
    std::size_t left = 0;
  };
  struct Refusal {
    std::string id;
    Error error;
    SetError told;
  };

  std::string body() const;
  Settled take(const json::Value& sets, Timestamp now);
  bool settle(std::string_view id, const json::Value& token, Timestamp now);
  bool may_come_again(std::string_view id, const Error& error);
  void count(const Result<SetIntake::Taken>& taken, bool settled);
  Pace fail_with(Error error);

  const std::string url_;
  const std::shared_ptr<const SetIntake> intake_;
  const std::shared_ptr<const Clock> clock_;
  const SetPollOptions options_;
  bool held_ = false;  // the next request may be held: the last one left nothing to take
  // Told with the next request; at most what one answer brought.
  std::vector<std::string> acknowledged_;
  std::vector<Refusal> refused_;
  std::map<std::string, unsigned, std::less<>> key_trials_;  // of SETs of the last answer
  std::map<std::string, unsigned, std::less<>> next_key_trials_;

  mutable std::mutex mutex_;  // of what report() shows
  SetPollReport report_;
  std::optional<Timestamp> complete_;
};

}  // namespace signet::keys
