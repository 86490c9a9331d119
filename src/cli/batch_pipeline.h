// The machinery of --batch: a reader, workers and a writer around a bounded queue that keeps the order.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "signet/result.h"

namespace signet::cli {

/// What was made of a chunk of lines. Some of it may stay open until it is its turn: what depends on earlier lines.
struct Answers {
  struct Open {
    std::size_t begin = 0;  // of the line in `text`, which stands as it is when settle() holds
    std::size_t end = 0;
    std::string id;
    std::function<Result<>()> settle;
  };
  std::string text;
  std::vector<Open> open;  // in the order of the text
};

/// Turns chunks of lines into chunks of answers on several threads and writes them in the order in which they came.
/// Memory is bounded: push() waits while too much is on its way.
class BatchPipeline {
 public:
  using Work = std::function<void(const std::string& in, Answers& out)>;
  using Write = std::function<bool(const Answers&)>;
  /// `make_work` is called once for each worker, in its thread; `write` in a thread of its own, in order.
  BatchPipeline(std::size_t workers, const std::function<Work()>& make_work, Write write);
  ~BatchPipeline();
  BatchPipeline(const BatchPipeline&) = delete;
  BatchPipeline& operator=(const BatchPipeline&) = delete;

  enum class State : unsigned char { running, write_failed, work_failed };
  /// Hands over a chunk. Anything but running: nothing more will be written.
  State push(std::string lines);
  /// Waits until everything is written.
  State finish();

 private:
  struct Chunk {
    std::string in;
    Answers out;
    bool done = false;
  };
  void run_worker(const std::function<Work()>& make_work);
  void work_until_closed(const Work& work);
  void run_writer();
  void stop(State why);

  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable work_;
  std::condition_variable done_;
  std::deque<std::shared_ptr<Chunk>> in_order_;  // everything that is not written yet
  std::deque<std::shared_ptr<Chunk>> waiting_;   // what no worker has taken
  std::size_t bytes_ = 0;
  bool closed_ = false;
  State state_ = State::running;
  std::size_t max_chunks_;
  Write write_;
  std::vector<std::jthread> threads_;
};

}  // namespace signet::cli
