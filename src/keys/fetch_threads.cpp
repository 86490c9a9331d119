#include "keys/fetch_threads.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "keys/fetch_loop.h"

namespace signet::keys {
namespace {

bool is_this(const std::thread& thread) noexcept {
  return thread.get_id() == std::this_thread::get_id();
}

struct AtTheEnd {
  FetchThreads& threads;
  ~AtTheEnd() { threads.end(); }
};

}  // namespace

FetchThreads& FetchThreads::of_process() {
  static FetchThreads& threads = *new FetchThreads;
  static const AtTheEnd at_the_end{threads};
  return threads;
}

bool FetchThreads::start(const std::shared_ptr<FetchLoop>& loop) {
  const std::scoped_lock lock(mutex_);
  if (ending_) return false;
  join_ended();
  all_.push_back({.loop = loop, .address = loop.get(), .thread = {}});
  try {
    all_.back().thread = std::thread([loop] { loop->run(); });
  } catch (const std::system_error&) {
    all_.pop_back();
    return false;
  }
  return true;
}

// Those that ended in a callback of their own; whose loop is gone has nothing more to do than to return.
void FetchThreads::join_ended() {
  std::erase_if(all_, [](Entry& entry) {
    if (!entry.loop.expired() || is_this(entry.thread)) return false;
    entry.thread.join();
    return true;
  });
}

void FetchThreads::join(const FetchLoop& loop) noexcept {
  std::thread ending;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(all_, &loop, &Entry::address);
    if (found == all_.end() || is_this(found->thread)) return;
    ending = std::move(found->thread);
    all_.erase(found);
  }
  ending.join();
}

void FetchThreads::end() noexcept {
  std::vector<Entry> left;
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
    left.swap(all_);
  }
  for (Entry& entry : left) {
    if (const auto loop = entry.loop.lock()) loop->stop_soon();
    // A callback that ends the program is in the one thread that cannot be waited for.
    if (is_this(entry.thread))
      entry.thread.detach();
    else
      entry.thread.join();
  }
}

}  // namespace signet::keys
