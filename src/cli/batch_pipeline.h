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

namespace signet::cli {

/// Turns chunks of lines into chunks of answers on several threads and writes them in the order in which they came.
/// Memory is bounded: push() waits while too much is on its way.
class BatchPipeline {
 public:
  using Work = std::function<void(const std::string& in, std::string& out)>;
  /// `make_work` is called once for each worker, in its thread.
  BatchPipeline(std::size_t workers, const std::function<Work()>& make_work,
                std::function<bool(const std::string&)> write);
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
    std::string out;
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
  std::function<bool(const std::string&)> write_;
  std::vector<std::jthread> threads_;
};

}  // namespace signet::cli
