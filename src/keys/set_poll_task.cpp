#include "keys/set_poll_task.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "keys/media_type.h"
#include "try.h"

namespace signet::keys {
namespace {

/// The answer to a poll, as RFC 8936 section 2.3 has it.
struct Polled {
  json::Document document;
  json::Value sets;
  bool more;
};

Result<Polled> read_answer(const Result<HttpResponse>& answer) {
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 200) return fail(Errc::response_unusable, "status");
  const std::string* type = answer->find("Content-Type");
  if (type == nullptr || !is_media_type(*type, "application/json"))
    return fail(Errc::response_unusable, "content_type");
  auto document = json::Document::parse(answer->body);
  if (!document) return fail(Errc::response_unusable, "body");
  const auto sets = document->root().find("sets");
  if (!sets || !sets->is_object()) return fail(Errc::response_unusable, "sets");
  const auto member = document->root().find("moreAvailable");
  const auto more = member ? member->boolean() : false;
  if (!more) return fail(Errc::response_unusable, "moreAvailable");
  const json::Value view = *sets;
  return Polled{std::move(*document), view, *more};
}

}  // namespace

SetPollTask::SetPollTask(std::string url, std::shared_ptr<const SetIntake> intake, std::shared_ptr<const Clock> clock,
                         SetPollOptions options)
    : url_(std::move(url)), intake_(std::move(intake)), clock_(std::move(clock)), options_(std::move(options)) {
  report_.url = url_;
}

HttpRequest SetPollTask::request() {
  HttpRequest request;
  request.method = "POST";
  request.url = url_;
  request.fields = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  //= rfc8936#2.6 with error responses there must be a Content-Language
  if (!refused_.empty()) request.fields.push_back({"Content-Language", "en"});
  std::string authorization = options_.authorization ? options_.authorization() : std::string();
  if (!authorization.empty()) request.fields.push_back({"Authorization", std::move(authorization)});
  request.body = body();
  request.max_body = options_.max_body;
  request.timeout = (held_ ? options_.wait : Duration::zero()) + options_.answer_within;
  return request;
}

std::string SetPollTask::body() const {
  json::Writer out;
  out.begin_object().key("maxEvents").integer(static_cast<std::int64_t>(options_.max_events));
  out.key("returnImmediately").boolean(!held_ || options_.wait == Duration::zero());
  if (!acknowledged_.empty()) {
    out.key("ack").begin_array();
    for (const std::string& id : acknowledged_) out.string(id);
    out.end_array();
  }
  if (!refused_.empty()) {
    out.key("setErrs").begin_object();
    for (const Refusal& each : refused_) {
      out.key(each.id).begin_object().member("err", name_of(each.told));
      out.member("description", to_string(each.error)).end_object();
    }
    out.end_object();
  }
  return out.end_object().take_string();
}

Pace SetPollTask::answered(const Result<HttpResponse>& answer) {
  held_ = false;
  const Result<Polled> polled = read_answer(answer);
  if (!polled) return fail_with(polled.error());
  // The transmitter has them. After a failure they are told again, which does no harm (RFC 8936 section 2.4).
  acknowledged_.clear();
  refused_.clear();
  const Timestamp now = clock_->now();
  const Settled settled = take(polled->sets, now);
  const bool complete = settled.left == 0 && !polled->more;
  held_ = complete;
  std::uint64_t known = 0;
  {
    const std::lock_guard lock(mutex_);
    ++report_.polls;
    report_.last_error.reset();
    if (complete) complete_ = now;
    known = report_.applied + report_.repeated;
  }
  if (complete && options_.counts_as_heard) intake_->revocations().heard(known);
  if (settled.left != 0 && settled.settled == 0) return Pace::after_failure;
  return polled->more && settled.settled != 0 ? Pace::at_once : Pace::paced;
}

SetPollTask::Settled SetPollTask::take(const json::Value& sets, Timestamp now) {
  Settled result;
  std::size_t seen = 0;
  next_key_trials_.clear();
  for (const auto& [id, token] : sets.members()) {
    //= rfc8936#2.2 the transmitter SHOULD NOT send more SETs than maxEvents: what is beyond comes again
    if (++seen > options_.max_events) break;
    ++(settle(id, token, now) ? result.settled : result.left);
  }
  result.left += sets.size() - std::min(sets.size(), options_.max_events);
  std::swap(key_trials_, next_key_trials_);
  return result;
}

bool SetPollTask::settle(std::string_view id, const json::Value& token, Timestamp now) {
  const auto text = token.string();
  Result<SetIntake::Taken> taken = fail(Errc::malformed_token, "sets");
  if (text) taken = intake_->take(*text, &id, now);
  const bool settled = taken || !may_come_again(id, taken.error());
  if (taken) {
    acknowledged_.emplace_back(id);
  } else if (settled) {
    refused_.push_back({std::string(id), taken.error(), *set_error_of(taken.error())});
  }
  count(taken, settled);
  if (settled) {
    intake_->tell(taken);
  } else {
    intake_->tell(SecurityEventNotice::Kind::postponed, &taken.error(), 0);
  }
  return settled;
}

bool SetPollTask::may_come_again(std::string_view id, const Error& error) {
  if (!set_error_of(error)) return true;
  if (error.code != Errc::key_not_found) return false;
  const auto before = key_trials_.find(id);
  const unsigned trials = (before == key_trials_.end() ? 0 : before->second) + 1;
  if (trials >= kMaxKeyTrials) return false;
  next_key_trials_.emplace(id, trials);
  return true;
}

void SetPollTask::count(const Result<SetIntake::Taken>& taken, bool settled) {
  const std::lock_guard lock(mutex_);
  if (!taken) {
    ++(settled ? report_.refused : report_.postponed);
    return;
  }
  ++(taken->repeated ? report_.repeated : report_.applied);
  report_.entries += taken->entries;
}

Pace SetPollTask::fail_with(Error error) {
  const std::lock_guard lock(mutex_);
  ++report_.failures;
  report_.last_error = std::move(error);
  return Pace::after_failure;
}

SetPollReport SetPollTask::report() const {
  const std::lock_guard lock(mutex_);
  SetPollReport report = report_;
  if (complete_) report.lag = clock_->now() - *complete_;
  return report;
}

}  // namespace signet::keys
