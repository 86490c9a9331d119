// The one place that includes Beast.
#include "net/request_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>

namespace signet::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;

constexpr std::size_t kKeptBuffer = 2048;  // octets of an empty buffer that a connection may keep

std::string_view to_std(string_view text) noexcept {
  return {text.data(), text.size()};
}

}  // namespace

/// Beast's parser. It is given what the guard let through, and keeps nothing but the body.
class RequestReader::Body final : public http::basic_parser<true> {
 public:
  Body(const RequestHead& head, const RequestRules& rules) : target_(head.target), fields_(head.fields.size()) {
    header_limit(static_cast<std::uint32_t>(rules.head_octets + 1));
    body_limit(rules.body_octets);
  }
  ~Body() override = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  /// Whether Beast read the header as the guard did.
  bool agrees_with(const RequestHead& head) {
    const auto length = content_length();
    const bool same_length = head.body == BodyKind::length ? length && *length == head.content_length : !length;
    return is_header_done() && same_length && chunked() == (head.body == BodyKind::chunked) && fields_ == 0 &&
           has_same_target_;
  }
  std::optional<Refusal> refusal() const noexcept { return refusal_; }
  std::string& text() noexcept { return text_; }

 private:
  void on_request_impl(http::verb, string_view, string_view target, int, error_code&) override {
    has_same_target_ = to_std(target) == target_;
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(http::field, string_view name, string_view, error_code& failure) override {
    if (!is_behind_header_) {
      --fields_;  // below zero is a number that is not zero
    } else if (is_forbidden_trailer(to_std(name))) {
      refuse(Refusal::trailer, failure);
    }
  }
  void on_header_impl(error_code&) override { is_behind_header_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) text_.reserve(*length);  // bounded by the limit for bodies
  }
  std::size_t on_body_impl(string_view octets, error_code&) override {
    text_.append(octets.data(), octets.size());
    return octets.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view extensions, error_code& failure) override {
    extensions_ += extensions.size();
    if (extensions_ > kMaxChunkExtensions) refuse(Refusal::chunk_extension, failure);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view octets, error_code&) override {
    text_.append(octets.data(), octets.size());
    return octets.size();
  }
  void on_finish_impl(error_code&) override {}

  void refuse(Refusal refusal, error_code& failure) {
    refusal_ = refusal;
    failure = http::error::bad_value;
  }

  std::string_view target_;
  std::size_t fields_;
  std::string text_;
  std::size_t extensions_ = 0;
  bool has_same_target_ = false;
  bool is_behind_header_ = false;
  std::optional<Refusal> refusal_;
};

namespace {

Refusal refusal_of(const error_code& failure) noexcept {
  return failure == http::error::body_limit ? Refusal::body_length : Refusal::chunk;
}

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
RequestReader::~RequestReader() = default;

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
  body_ = std::make_unique<Body>(*head, rules_);
  error_code failure;
  const std::size_t taken = body_->put(boost::asio::buffer(text.data(), text.size()), failure);
  if (failure || taken != text.size() || !body_->agrees_with(*head)) return refuse(Refusal::disagreement);
  framing_ = {.minor_version = head->minor_version, .keep_alive = head->keep_alive};
  expects_continue_ = head->expects_continue;
  request_ = to_request(*head);
  used_ += text.size();
  body_->eager(true);
  return read_body();
}

RequestReader::State RequestReader::read_body() {
  state_ = State::body;
  while (!body_->is_done() && used_ < buffer_.size()) {
    error_code failure;
    const std::size_t taken = body_->put(boost::asio::buffer(unread().data(), unread().size()), failure);
    used_ += taken;
    if (body_->refusal()) return refuse(*body_->refusal());
    if (failure && failure != http::error::need_more) return refuse(refusal_of(failure));
    // What is left is the beginning of a line between chunks.
    if (failure && unread().size() > kMaxTrailer) return refuse(Refusal::chunk);
    if (failure || taken == 0) break;
  }
  if (!body_->is_done()) {
    drop_used();
    return state_;
  }
  request_.body = std::move(body_->text());
  body_.reset();
  return state_ = State::ready;
}

bool RequestReader::take_continue() noexcept {
  // Who sent some of the body does not wait.
  return std::exchange(expects_continue_, false) && unread().empty();
}

Request RequestReader::take() {
  drop_used();
  seen_ = 0;
  may_skip_line_ = true;
  expects_continue_ = false;
  state_ = State::idle;
  return std::exchange(request_, Request());
}

}  // namespace signet::net
