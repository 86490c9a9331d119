// Poll-Based SET Delivery Using HTTP: RFC 8936.
#include <utility>

#include "keys/poll_loop.h"
#include "keys/poll_options.h"
#include "keys/set_intake.h"
#include "keys/set_poll_task.h"
#include "signet/security_events.h"
#include "try.h"

namespace signet {

class SetPollerState {
 public:
  std::shared_ptr<keys::SetPollTask> task;
  std::shared_ptr<keys::PollLoop> loop;
};

namespace {

constexpr std::size_t kMaxEvents = 1000;
constexpr std::size_t kMaxBody = 16u << 20;

Result<> check_options(const SetPollOptions& options) {
  if (options.wait < Duration::zero() || options.wait > keys::kMaxWait) return fail(Errc::limit_exceeded, "wait");
  if (options.max_events == 0 || options.max_events > kMaxEvents) return fail(Errc::limit_exceeded, "max_events");
  if (options.max_body == 0 || options.max_body > kMaxBody) return fail(Errc::limit_exceeded, "max_body");
  return keys::check_pacing(options.answer_within, {options.interval, options.first_retry, options.max_retry});
}

}  // namespace

Result<std::unique_ptr<SetPoller>> SetPoller::start(std::string url, SecurityEventOptions events, RemoteSeams seams,
                                                    SetPollOptions options) {
  SIGNET_CHECK(keys::check_url(url));
  SIGNET_CHECK(keys::check_seams(seams));
  SIGNET_CHECK(check_options(options));
  SIGNET_TRY(std::shared_ptr<const SetIntake> intake, SetIntake::make(std::move(events)));
  const keys::Pacing pacing{options.interval, options.first_retry, options.max_retry};
  auto state = std::make_unique<SetPollerState>();
  state->task = std::make_shared<keys::SetPollTask>(std::move(url), std::move(intake), seams.clock, std::move(options));
  state->loop = keys::PollLoop::start(std::move(seams), pacing, state->task);
  return std::unique_ptr<SetPoller>(new SetPoller(std::move(state)));
}

SetPoller::SetPoller(std::unique_ptr<SetPollerState> state) noexcept : state_(std::move(state)) {}

SetPoller::~SetPoller() {
  state_->loop->stop();
}

SetPollReport SetPoller::report() const {
  return state_->task->report();
}

}  // namespace signet
