#include "server/serve/loader.h"

#include <algorithm>

namespace signet::server {
namespace {

constexpr std::size_t kMostTasks = 4'096;
/// However far away the next change is said to be: clocks step, and other nodes rotate as well.
constexpr Duration kLongestSleep = std::chrono::minutes(1);
constexpr std::chrono::minutes kBetweenSweeps{1};
constexpr Duration kShortestSleep = std::chrono::milliseconds(20);

}  // namespace

Loader::Loader(Catalog& catalog, OnStep on_step)
    : catalog_(catalog), on_step_(std::move(on_step)), thread_([this] { work(); }) {}

Loader::~Loader() {
  end();
}

bool Loader::load(std::string name, bool is_host, Loaded& done) {
  {
    const std::scoped_lock lock(mutex_);
    if (ends_ || tasks_.size() >= kMostTasks) return false;
    tasks_.push_back({.name = std::move(name), .is_host = is_host, .done = std::move(done)});
  }
  wake_.notify_one();
  return true;
}

void Loader::look() {
  {
    const std::scoped_lock lock(mutex_);
    looks_ = true;
  }
  wake_.notify_one();
}

void Loader::end() {
  {
    const std::scoped_lock lock(mutex_);
    if (ends_) return;
    ends_ = true;
  }
  wake_.notify_one();
  thread_.join();
  for (Task& task : tasks_) task.done(fail(Errc::internal, "stopped"));
  tasks_.clear();
}

void Loader::serve(Task task) {
  std::string name = std::move(task.name);
  if (task.is_host) {
    auto found = catalog_.tenant_of_host(name);
    if (!found) return task.done(std::unexpected(std::move(found).error()));
    name = *std::move(found);
  }
  task.done(catalog_.load(name));
}

Loader::Clock::time_point Loader::rotate() {
  const Timestamp now = catalog_.clock()->now();
  Duration sleep = kLongestSleep;
  for (const auto& tenant : catalog_.loaded()) {
    const Timestamp next = tenant->keys()->ring->next_change();
    if (next > now) {
      sleep = std::min(sleep, next - now);
      continue;
    }
    const auto stepped = catalog_.step(*tenant);
    on_step_(tenant->settings()->record.name, stepped ? nullptr : &stepped.error());
    if (!stepped) {
      sleep = std::min<Duration>(sleep, std::chrono::seconds(1));
      continue;
    }
    const Timestamp after = tenant->keys()->ring->next_change();
    sleep = std::min(sleep, std::max(after - now, kShortestSleep));
  }
  return Clock::now() + sleep;
}

void Loader::sweep() {
  const auto now = Clock::now();
  if (now < next_sweep_) return;
  next_sweep_ = now + kBetweenSweeps;
  // What could not be removed is there at the next time.
  catalog_.store().sweep([](const Result<std::size_t>& /*removed*/) {});
}

void Loader::work() {
  Clock::time_point next = Clock::now();
  std::unique_lock lock(mutex_);
  while (!ends_) {
    wake_.wait_until(lock, next, [this] { return ends_ || looks_ || !tasks_.empty(); });
    if (ends_) return;
    if (!tasks_.empty()) {
      Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      const std::size_t before = catalog_.count();
      serve(std::move(task));
      const bool is_more = catalog_.count() != before;
      lock.lock();
      looks_ = looks_ || is_more;  // what was loaded may have something due
      continue;
    }
    looks_ = false;
    lock.unlock();
    next = rotate();
    sweep();
    lock.lock();
  }
}

}  // namespace signet::server
