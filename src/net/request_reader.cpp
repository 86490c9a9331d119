#include "net/request_reader.h"

#include <utility>

namespace signet::net {
namespace {

constexpr std::size_t kKeptBuffer = 2048;  // octets of an empty buffer that a connection may keep

Request to_request(const RequestHead& head) {
  Request request{.method = std::string(head.method),
                  .target = std::string(head.target),
                  .path = std::string(head.path),
                  .query = std::string(head.query)};
  request.fields.reserve(head.fields.size());
  for (const FieldView& field : head.fields)
    request.fields.push_back({.name = std::string(field.name), .value = std::string(field.value)});
  return request;
}

}  // namespace

RequestReader::RequestReader(const RequestRules& rules) : rules_(rules) {}

void RequestReader::push(std::string_view octets) {
  if (state_ == State::refused) return;
  if (used_ > buffer_.size() / 2) buffer_.erase(0, std::exchange(used_, 0));
  buffer_.append(octets);
}

RequestReader::State RequestReader::refuse(Refusal refusal) {
  refusal_ = refusal;
  framing_.keep_alive = false;
  return state_ = State::refused;
}

void RequestReader::drop_used() {
  if (used_ < buffer_.size()) return;
  used_ = 0;
  buffer_.clear();
  if (buffer_.capacity() > kKeptBuffer) std::string().swap(buffer_);
}

std::string_view RequestReader::unread() const noexcept {
  return std::string_view(buffer_).substr(used_);
}

RequestReader::State RequestReader::advance() {
  if (state_ == State::idle || state_ == State::head) return read_head();
  if (state_ == State::body) return read_body();
  return state_;
}

RequestReader::State RequestReader::read_head() {
  //= rfc9112#2.2 an empty line that comes before a request line should be ignored: one is
  if (may_skip_line_ && unread().starts_with("\r\n")) {
    used_ += 2;
    may_skip_line_ = false;
  }
  if (unread().empty()) return state_ = State::idle;
  state_ = State::head;
  if (may_skip_line_ && unread() == "\r") return state_;
  const auto end = find_head_end(unread(), seen_, rules_);
  if (!end) return refuse(end.error());
  if (*end == 0) {
    seen_ = unread().size();
    return state_;
  }
  return read_framing(unread().substr(0, *end));
}

RequestReader::State RequestReader::read_framing(std::string_view text) {
  const auto head = judge_head(text, rules_);
  if (!head) return refuse(head.error());
  framing_ = {.minor_version = head->minor_version, .keep_alive = head->keep_alive};
  expects_continue_ = head->expects_continue;
  request_ = to_request(*head);
  left_ = head->content_length;
  if (head->body == BodyKind::chunked) chunked_.emplace(rules_.body_octets);
  used_ += text.size();
  return read_body();
}

RequestReader::State RequestReader::read_body() {
  state_ = State::body;
  bool is_done = false;
  if (chunked_) {
    const auto taken = chunked_->take(unread(), request_.body);
    if (!taken) return refuse(taken.error());
    used_ += *taken;
    is_done = chunked_->is_done();
  } else {
    const std::string_view part = unread().substr(0, left_);
    request_.body.append(part);
    used_ += part.size();
    left_ -= part.size();
    is_done = left_ == 0;
  }
  if (is_done) return state_ = State::ready;
  drop_used();
  return state_;
}

bool RequestReader::take_continue() noexcept {
  // Who sent some of the body does not wait.
  return std::exchange(expects_continue_, false) && unread().empty();
}

Request RequestReader::take() {
  drop_used();
  seen_ = 0;
  chunked_.reset();
  may_skip_line_ = true;
  expects_continue_ = false;
  state_ = State::idle;
  return std::exchange(request_, Request());
}

}  // namespace signet::net
