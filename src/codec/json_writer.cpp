#include <cassert>
#include <charconv>

#include "codec/json_escape.h"
#include "signet/json.h"

namespace signet::json {

// Before a value that is not the value of a member.
void Writer::separate() {
  assert((depth_ == 0 ? out_.empty() : !in_object() || named_) && "a value where a key is due");
  if (!fresh_) append(out_, ",");
  fresh_ = false;
  named_ = false;
}

Writer& Writer::open(char bracket, bool object) {
  separate();
  assert(depth_ < kMaxDepth);
  objects_ = objects_ << 1 | (object ? 1u : 0u);
  ++depth_;
  fresh_ = true;
  append(out_, {&bracket, 1});
  return *this;
}

Writer& Writer::close(char bracket, bool object) {
  assert(depth_ > 0 && in_object() == object && !named_);
  static_cast<void>(object);
  objects_ >>= 1;
  --depth_;
  fresh_ = false;
  append(out_, {&bracket, 1});
  return *this;
}

Writer& Writer::begin_object() {
  return open('{', true);
}
Writer& Writer::end_object() {
  return close('}', true);
}
Writer& Writer::begin_array() {
  return open('[', false);
}
Writer& Writer::end_array() {
  return close(']', false);
}

Writer& Writer::key(std::string_view name) {
  assert(depth_ > 0 && in_object() && !named_ && "a key outside an object, or two in a row");
  if (!fresh_) append(out_, ",");
  append_string(out_, name);
  append(out_, ":");
  fresh_ = true;
  named_ = true;
  return *this;
}

Writer& Writer::string(std::string_view utf8) {
  separate();
  append_string(out_, utf8);
  return *this;
}

Writer& Writer::integer(std::int64_t number) {
  char digits[20];  // "-9223372036854775808"
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  assert(error == std::errc());
  return raw({digits, static_cast<std::size_t>(end - digits)});
}

Writer& Writer::boolean(bool value) {
  return raw(value ? "true" : "false");
}
Writer& Writer::null() {
  return raw("null");
}

Writer& Writer::raw(std::string_view json) {
  separate();
  append(out_, json);
  return *this;
}

std::string Writer::take_string() {
  std::string text(this->text());
  *this = Writer();
  return text;
}

Secret Writer::take_secret() {
  Secret text(std::move(out_));
  *this = Writer();
  return text;
}

}  // namespace signet::json
