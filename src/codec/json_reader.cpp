// One pass over the text, without recursion: an open container keeps its parent in its own node.
#include "codec/json_reader.h"

#include <algorithm>

#include "codec/json_scan.h"
#include "codec/utf8.h"

namespace signet::json {

bool Reader::read() {
  skip_space();
  for (;;) {
    const Step begun = begin_value();
    if (begun == Step::failed) return false;
    if (begun == Step::opened) continue;
    const Step ended = end_value();
    if (ended == Step::failed) return false;
    if (ended == Step::complete) return at_ == end_ || malformed();
  }
}

inline void Reader::skip_space() {
  //= rfc8259#2 ws is space, horizontal tab, line feed and carriage return alone
  while (at_ != end_ && *at_ <= ' ' && is_space(*at_)) ++at_;
}

// At the opening quote. Most strings are ASCII without escapes.
inline bool Reader::read_string() {
  const std::uint32_t quote = offset();
  at_ = skip_plain(at_ + 1, end_);
  if (at_ == end_ || *at_ != '"') return read_other_string(quote);
  return add_plain_string(quote);
}

Reader::Step Reader::begin_value() {
  if (at_ == end_) return fail(Fault::malformed);
  switch (*at_) {
    case '{':
      return open(Kind::object, '}');
    case '[':
      return open(Kind::array, ']');
    case '"':
      return read_string() ? Step::complete : Step::failed;
    case 't':
      return read_word("true", Kind::boolean);
    case 'f':
      return read_word("false", Kind::boolean);
    case 'n':
      return read_word("null", Kind::null);
    default:
      return read_number();
  }
}

Reader::Step Reader::open(Kind kind, std::uint8_t closer) {
  if (depth_ == max_depth_) return fail(Fault::depth);
  Node& node = add(kind, offset());
  node.next = open_;
  node.size = 0;
  open_ = count_ - 1;
  ++depth_;
  ++at_;
  skip_space();
  if (at_ != end_ && *at_ == closer) {
    ++at_;
    close();
    return Step::complete;
  }
  node.size = 1;
  if (kind == Kind::object && !read_name()) return Step::failed;
  return Step::opened;
}

// After a value: the next element, or the ends of the containers that it completes.
Reader::Step Reader::end_value() {
  for (;;) {
    skip_space();
    if (depth_ == 0) return Step::complete;
    if (at_ == end_) return fail(Fault::malformed);
    Node& container = tape_.nodes[open_];
    const bool object = container.kind == Kind::object;
    const std::uint8_t byte = *at_++;
    if (byte == ',') {
      ++container.size;
      skip_space();
      if (object && !read_name()) return Step::failed;
      return Step::opened;
    }
    if (byte != static_cast<std::uint8_t>(object ? '}' : ']')) return fail(Fault::malformed);
    if (object && !check_names(open_)) return Step::failed;
    close();
  }
}

void Reader::close() {
  Node& container = tape_.nodes[open_];
  open_ = container.next;
  container.next = count_;
  container.end = offset();
  --depth_;
}

bool Reader::read_name() {
  if (at_ == end_ || *at_ != '"' || !read_string()) return malformed();
  skip_space();
  if (at_ == end_ || *at_ != ':') return malformed();
  ++at_;
  skip_space();
  return true;
}

Reader::Step Reader::read_word(std::string_view word, Kind kind) {
  const ByteView rest(at_, end_);
  if (!as_text(rest).starts_with(word)) return fail(Fault::malformed);
  const std::uint32_t begin = offset();
  at_ += word.size();
  return add_scalar(kind, begin);
}

//= rfc8259#6 number = [ minus ] int [ frac ] [ exp ]
Reader::Step Reader::read_number() {
  const std::uint32_t begin = offset();
  if (*at_ == '-') ++at_;
  if (at_ != end_ && *at_ == '0') {
    ++at_;
  } else if (!read_digits()) {
    return fail(Fault::malformed);
  }
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    if (!read_digits()) return fail(Fault::malformed);
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!read_digits()) return fail(Fault::malformed);
  }
  return add_scalar(Kind::number, begin);
}

bool Reader::read_digits() {
  const std::uint8_t* const begin = at_;
  while (at_ != end_ && is_digit(*at_)) ++at_;
  return at_ != begin;
}

Reader::Step Reader::add_scalar(Kind kind, std::uint32_t begin) {
  add(kind, begin);
  return Step::complete;
}

Result<> read(Tape& tape, const Limits& limits) {
  constexpr std::size_t kMaxBytes = 1u << 30;  // positions and nodes are counted in 32 bits
  tape.reset();
  if (tape.length > std::min(limits.max_bytes, kMaxBytes)) return fail(Errc::limit_exceeded, "bytes");
  if (const std::size_t likely = tape.length / 16 + 8; tape.nodes.size() < likely) tape.nodes.resize(likely);
  Reader reader(tape, limits.max_depth);
  if (reader.read()) return {};
  auto error = reader.error();
  tape.reset();
  return error;
}

}  // namespace signet::json
