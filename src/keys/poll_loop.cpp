#include "keys/poll_loop.h"

#include <algorithm>
#include <utility>

namespace signet::keys {

PollLoop::PollLoop(RemoteSeams seams, const Pacing& pacing, std::shared_ptr<PollTask> task)
    : seams_(std::move(seams)), pacing_(pacing), task_(std::move(task)), retry_(pacing.first_retry) {}

std::shared_ptr<PollLoop> PollLoop::start(RemoteSeams seams, const Pacing& pacing, std::shared_ptr<PollTask> task) {
  std::shared_ptr<PollLoop> loop(new PollLoop(std::move(seams), pacing, std::move(task)));
  loop->poll();
  return loop;
}

void PollLoop::stop() noexcept {
  // Ended after the lock is given back.
  RemoteSeams seams;
  std::shared_ptr<PollTask> task;
  const std::lock_guard lock(running_);
  stopped_ = true;
  std::swap(seams, seams_);
  std::swap(task, task_);
}

void PollLoop::poll() {
  const std::lock_guard lock(running_);
  if (stopped_) return;
  begun_ = seams_.clock->now();
  HttpRequest request = task_->request();
  seams_.http->send(std::move(request), [weak = weak_from_this()](const Result<HttpResponse>& answer) {
    if (const auto self = weak.lock()) self->take(answer);
  });
}

void PollLoop::take(const Result<HttpResponse>& answer) {
  const std::lock_guard lock(running_);
  if (stopped_) return;
  const std::shared_ptr<PollTask> task = task_;
  const Pace pace = task->answered(answer);
  if (stopped_) return;  // by a callback of the task
  // Always by way of the timers, so that a client that answers at once does not make calls that nest without end.
  seams_.timers->after(delay_for(pace), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->poll();
  });
}

Duration PollLoop::delay_for(Pace pace) noexcept {
  if (pace == Pace::after_failure) return std::exchange(retry_, std::min(retry_ * 2, pacing_.max_retry));
  retry_ = pacing_.first_retry;
  if (pace == Pace::at_once) return Duration::zero();
  return std::max(Duration::zero(), begun_ + pacing_.interval - seams_.clock->now());
}

}  // namespace signet::keys
