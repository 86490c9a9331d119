#include "cli/batch_pipeline.h"

#include <utility>

namespace signet::cli {
namespace {

// Chunks on their way for each worker: enough that none waits for a slow neighbour.
constexpr std::size_t kChunksPerWorker = 4;
// Bytes of input on their way in all; one chunk larger than that still passes, alone.
constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

}  // namespace

BatchPipeline::BatchPipeline(std::size_t workers, const std::function<Work()>& make_work, Write write)
    : max_chunks_(workers * kChunksPerWorker), write_(std::move(write)) {
  try {
    threads_.reserve(workers + 1);
    threads_.emplace_back([this] { run_writer(); });
    for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this, make_work] { run_worker(make_work); });
  } catch (...) {  // a thread could not be started
    stop(State::work_failed);
  }
}

BatchPipeline::~BatchPipeline() {
  finish();
}

BatchPipeline::State BatchPipeline::push(std::string lines) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] {
    return state_ != State::running || in_order_.empty() || (in_order_.size() < max_chunks_ && bytes_ < kMaxBytes);
  });
  if (state_ != State::running) return state_;
  auto chunk = std::make_shared<Chunk>();
  chunk->in = std::move(lines);
  bytes_ += chunk->in.size();
  in_order_.push_back(chunk);
  waiting_.push_back(std::move(chunk));
  work_.notify_one();
  return state_;
}

BatchPipeline::State BatchPipeline::finish() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    work_.notify_all();
    done_.notify_all();
  }
  threads_.clear();  // joins
  return state_;
}

void BatchPipeline::run_worker(const std::function<Work()>& make_work) {
  // Nothing of ours throws; memory may end all the same, and an exception must not leave a thread.
  try {
    work_until_closed(make_work());
  } catch (...) {
    stop(State::work_failed);
  }
}

void BatchPipeline::work_until_closed(const Work& work) {
  while (true) {
    std::shared_ptr<Chunk> chunk;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [this] { return !waiting_.empty() || closed_ || state_ != State::running; });
      if (waiting_.empty() || state_ != State::running) return;
      chunk = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work(chunk->in, chunk->out);
    const std::lock_guard lock(mutex_);
    chunk->done = true;
    done_.notify_one();
  }
}

void BatchPipeline::run_writer() {
  while (true) {
    std::shared_ptr<Chunk> chunk;
    {
      std::unique_lock lock(mutex_);
      done_.wait(
          lock, [this] { return state_ != State::running || (in_order_.empty() ? closed_ : in_order_.front()->done); });
      if (state_ != State::running || in_order_.empty()) return;
      chunk = in_order_.front();
    }
    if (!write_(chunk->out)) return stop(State::write_failed);
    const std::lock_guard lock(mutex_);
    bytes_ -= chunk->in.size();
    in_order_.pop_front();
    room_.notify_one();
  }
}

void BatchPipeline::stop(State why) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::running) state_ = why;
  room_.notify_all();
  work_.notify_all();
  done_.notify_all();
}

}  // namespace signet::cli
