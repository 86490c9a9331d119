#include "server/sidecar/decision_log.h"

#include <string>

#include "codec/rfc3339.h"
#include "server/json_line.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr int kOk = 200;

}  // namespace

std::string to_json(const DecisionRecord& record) {
  JsonLine line;
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
  line.add_hash("jti_sha256", record.jti);
  if (record.is_bound) line.writer().key("bound").boolean(true);
  line.add("method", record.method);
  line.add("origin", record.origin);
  line.add("path", record.target.substr(0, record.target.find('?')));
  line.add("client", record.client);
  line.add("peer", record.peer);
  line.add("traceparent", record.trace);
  line.writer().key("took_us").integer(record.took.count());
  return line.take();
}

Result<std::shared_ptr<DecisionLog>> DecisionLog::open(const LogConfig& config) {
  std::shared_ptr<DecisionLog> log(new DecisionLog(config.decisions));
  if (config.decisions != LogWhat::none) {
    SIGNET_TRY(log->lines_, LineLog::open(config.file));
  }
  return log;
}

void DecisionLog::write(const DecisionRecord& record) noexcept {
  const bool is_wanted = what_ == LogWhat::all || (what_ == LogWhat::refused && record.status != kOk);
  if (!is_wanted) return;
  try {
    lines_->write(to_json(record));
  } catch (...) {  // no decision depends on its line
    unwritten_.fetch_add(1, std::memory_order_relaxed);
  }
}

std::uint64_t DecisionLog::lost() const {
  return unwritten_.load(std::memory_order_relaxed) + (lines_ ? lines_->lost() : 0);
}

}  // namespace signet::server
