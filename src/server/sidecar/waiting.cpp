#include "server/sidecar/waiting.h"

#include <algorithm>
#include <utility>

namespace signet::server {
namespace {

constexpr std::size_t kMost = 1024;
/// As long as an issuer that is well needs, and short for who waits.
constexpr std::chrono::seconds kLongest{2};

}  // namespace

Waiting::Waiting() : thread_([this] { work(); }) {}

Waiting::~Waiting() {
  end();
}

void Waiting::end() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    ends_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool Waiting::add(Retry& retry) {
  {
    const std::scoped_lock lock(mutex_);
    if (ends_ || waiting_.size() >= kMost) return false;
    waiting_.push_back({.retry = std::move(retry), .until = Clock::now() + kLongest});
  }
  wake_.notify_all();
  return true;
}

void Waiting::ring() noexcept {
  {
    const std::scoped_lock lock(mutex_);
    rung_ = true;
  }
  wake_.notify_all();
}

void Waiting::try_all(std::vector<One>& all, bool is_last) {
  const auto now = Clock::now();
  std::erase_if(all, [&](One& one) { return one.retry(is_last || one.until <= now); });
}

void Waiting::work() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    if (waiting_.empty()) {
      rung_ = false;  // nobody waits for it
      wake_.wait(lock, [&] { return ends_ || !waiting_.empty(); });
      continue;
    }
    const auto until = std::ranges::min_element(waiting_, {}, &One::until)->until;
    wake_.wait_until(lock, until, [&] { return ends_ || rung_; });
    rung_ = false;
    std::vector<One> all = std::exchange(waiting_, {});
    const bool is_last = ends_;
    lock.unlock();
    try_all(all, is_last);
    lock.lock();
    std::ranges::move(all, std::back_inserter(waiting_));
  }
  std::vector<One> all = std::exchange(waiting_, {});
  lock.unlock();
  try_all(all, true);
}

}  // namespace signet::server
