#include "server/sidecar/decision_log.h"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <string>

#include "codec/rfc3339.h"
#include "crypto/digest.h"
#include "server/log_file.h"
#include "signet/base64url.h"
#include "signet/json.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::size_t kQueue = 8'192;   // lines
constexpr std::size_t kBatch = 32'768;  // octets that are written together
constexpr std::size_t kLongest = 512;   // octets of what a client chose
constexpr int kOk = 200;

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

std::string hash_of(std::string_view jti) {
  const Bytes digest = crypto::digest(crypto::Hash::sha256, as_bytes(jti));
  return base64url::encode(digest);
}

class Line {
 public:
  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) writer_.member(name, to_utf8(value.substr(0, kLongest)));
  }
  json::Writer& writer() noexcept { return writer_; }

 private:
  /// Targets hold octets that are no UTF-8, which JSON cannot hold.
  static std::string to_utf8(std::string_view text) {
    std::string out(text);
    for (char& c : out)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    return out;
  }

  json::Writer writer_;
};

}  // namespace

std::string to_json(const DecisionRecord& record) {
  Line line;
  line.writer().begin_object();
  line.add("time", codec::to_rfc3339(record.time));
  line.add("event", "decision");
  line.add("policy", record.policy);
  line.add("dialect", record.dialect);
  line.writer().key("status").integer(record.status);
  if (record.error != nullptr) {
    line.add("error", name_of(record.error->code));
    line.add("subject", record.error->subject);
  }
  line.add("issuer", record.issuer);
  if (!record.jti.empty()) line.add("jti_sha256", hash_of(record.jti));
  if (record.is_bound) line.writer().key("bound").boolean(true);
  line.add("method", record.method);
  line.add("origin", record.origin);
  line.add("path", record.target.substr(0, record.target.find('?')));
  line.add("client", record.client);
  line.add("peer", record.peer);
  line.add("traceparent", record.trace);
  line.writer().key("took_us").integer(record.took.count());
  return line.writer().end_object().take_string();
}

struct DecisionLog::State {
  std::shared_ptr<spdlog::details::thread_pool> queue;
  std::shared_ptr<BatchSink> sink;
  std::shared_ptr<spdlog::async_logger> logger;
  LogWhat what = LogWhat::all;
  std::atomic<std::uint64_t> unwritten = 0;  // for want of memory
};

Result<std::shared_ptr<DecisionLog>> DecisionLog::open(const LogConfig& config) {
  auto state = std::make_unique<State>();
  state->what = config.decisions;
  if (config.decisions == LogWhat::none) return std::shared_ptr<DecisionLog>(new DecisionLog(std::move(state)));
  SIGNET_TRY(LogFile file, LogFile::open(config.file));
  try {
    state->queue = std::make_shared<spdlog::details::thread_pool>(kQueue, 1, LogFile::prepare_thread);
    state->sink = std::make_shared<BatchSink>(std::move(file), state->queue);
    state->logger = std::make_shared<spdlog::async_logger>("decisions", state->sink, state->queue,
                                                           spdlog::async_overflow_policy::overrun_oldest);
  } catch (const std::exception&) {
    return fail(Errc::internal, "log");
  }
  return std::shared_ptr<DecisionLog>(new DecisionLog(std::move(state)));
}

DecisionLog::DecisionLog(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
DecisionLog::~DecisionLog() = default;

void DecisionLog::write(const DecisionRecord& record) noexcept {
  const bool is_wanted = state_->what == LogWhat::all || (state_->what == LogWhat::refused && record.status != kOk);
  if (!is_wanted) return;
  try {
    state_->logger->log(spdlog::level::info, spdlog::string_view_t(to_json(record) + '\n'));
  } catch (...) {  // no decision depends on its line
    state_->unwritten.fetch_add(1, std::memory_order_relaxed);
  }
}

std::uint64_t DecisionLog::lost() const {
  const std::uint64_t unwritten = state_->unwritten.load(std::memory_order_relaxed);
  return state_->queue ? unwritten + state_->queue->overrun_counter() + state_->sink->lost() : unwritten;
}

}  // namespace signet::server
