#include "server/line_log.h"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <atomic>

#include "server/log_file.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::size_t kQueue = 8'192;   // lines
constexpr std::size_t kBatch = 32'768;  // octets that are written together

/// Lines go to the file together while there are more of them, and at once when there are not.
class BatchSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  BatchSink(LogFile file, std::weak_ptr<spdlog::details::thread_pool> queue)
      : file_(std::move(file)), queue_(std::move(queue)) {
    lines_.reserve(kBatch);
  }
  std::uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

 private:
  void sink_it_(const spdlog::details::log_msg& line) override {
    lines_.append(line.payload.data(), line.payload.size());
    ++count_;
    const auto queue = queue_.lock();
    if (lines_.size() >= kBatch || !queue || queue->queue_size() == 0) flush_();
  }
  void flush_() override {
    if (!file_.write(lines_)) lost_.fetch_add(count_, std::memory_order_relaxed);
    lines_.clear();
    count_ = 0;
  }

  LogFile file_;
  std::weak_ptr<spdlog::details::thread_pool> queue_;
  std::string lines_;
  std::uint64_t count_ = 0;  // of lines in `lines_`
  std::atomic<std::uint64_t> lost_ = 0;
};

}  // namespace

struct LineLog::State {
  std::shared_ptr<spdlog::details::thread_pool> queue;
  std::shared_ptr<BatchSink> sink;
  std::shared_ptr<spdlog::async_logger> logger;
};

Result<std::shared_ptr<LineLog>> LineLog::open(const std::string& path) {
  SIGNET_TRY(LogFile file, LogFile::open(path));
  auto state = std::make_unique<State>();
  try {
    state->queue = std::make_shared<spdlog::details::thread_pool>(kQueue, 1, LogFile::prepare_thread);
    state->sink = std::make_shared<BatchSink>(std::move(file), state->queue);
    state->logger = std::make_shared<spdlog::async_logger>("lines", state->sink, state->queue,
                                                           spdlog::async_overflow_policy::overrun_oldest);
  } catch (const std::exception&) {
    return fail(Errc::internal, "log");
  }
  return std::shared_ptr<LineLog>(new LineLog(std::move(state)));
}

LineLog::LineLog(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
LineLog::~LineLog() = default;

void LineLog::write(std::string_view line) noexcept {
  try {
    std::string ended(line);
    ended += '\n';
    state_->logger->log(spdlog::level::info, spdlog::string_view_t(ended));
  } catch (...) {  // nothing that is done depends on its line
    unwritten_.fetch_add(1, std::memory_order_relaxed);
  }
}

std::uint64_t LineLog::lost() const {
  return unwritten_.load(std::memory_order_relaxed) + state_->queue->overrun_counter() + state_->sink->lost();
}

}  // namespace signet::server
