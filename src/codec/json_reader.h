// The reader: RFC 8259 exactly, RFC 7493 where it is stricter, into a Tape.
#pragma once

#include <cstdint>
#include <string_view>

#include "codec/json_tape.h"

namespace signet::json {

class Reader {
 public:
  Reader(Tape& tape, std::uint32_t max_depth) noexcept
      : tape_(tape), begin_(tape.source.data()), at_(begin_), end_(begin_ + tape.length), max_depth_(max_depth) {}

  /// Fills the tape; false when the text is refused, and then error() says why.
  bool read();
  Result<> error() const;

 private:
  enum class Step : std::uint8_t { complete, opened, failed };  // a value ended; the next one is expected; refused
  enum class Fault : std::uint8_t { malformed, depth, duplicate };

  Step begin_value();
  Step end_value();
  Step open(Kind kind, std::uint8_t closer);
  void close();
  bool read_name();
  bool read_string();
  Step read_word(std::string_view word, Kind kind);
  Step read_number();
  bool read_digits();
  Step add_scalar(Kind kind, std::uint32_t begin);
  void skip_space();
  Node& add(Kind kind, std::uint32_t begin);
  bool add_plain_string(std::uint32_t quote);

  // json_string.cpp
  bool read_other_string(std::uint32_t quote);
  bool skip_text();
  bool decode_escapes(std::uint32_t quote);
  bool decode_escape();
  bool decode_unicode_escape();
  bool read_hex4(std::uint32_t& unit);

  // json_names.cpp
  bool check_names(std::uint32_t object);
  bool check_few_names(std::uint32_t object);
  bool check_many_names(std::uint32_t object);
  bool duplicate(std::uint32_t name);

  Step fail(Fault fault) noexcept {
    fault_ = fault;
    return Step::failed;
  }
  bool malformed() noexcept {
    fault_ = Fault::malformed;
    return false;
  }
  std::uint32_t offset() const noexcept { return static_cast<std::uint32_t>(at_ - begin_); }

  Tape& tape_;
  const std::uint8_t* begin_;
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  std::uint32_t max_depth_;
  std::uint32_t count_ = 0;  // of the nodes in use
  std::uint32_t depth_ = 0;
  std::uint32_t open_ = 0;  // the innermost open container, when depth_ is not 0
  std::uint32_t duplicate_ = 0;
  Fault fault_ = Fault::malformed;
};

// A new node that ends here; the caller sets `text` and `size` where they mean something.
inline Node& Reader::add(Kind kind, std::uint32_t begin) {
  if (count_ == tape_.nodes.size()) tape_.nodes.resize(2 * tape_.nodes.size());
  Node& node = tape_.nodes[count_++];
  node.begin = begin;
  node.end = offset();
  node.next = count_;
  node.kind = kind;
  node.escaped = false;
  return node;
}

// At the closing quote of a string that began at `quote` and had no escapes.
inline bool Reader::add_plain_string(std::uint32_t quote) {
  ++at_;
  Node& node = add(Kind::string, quote);
  node.text = quote + 1;
  node.size = offset() - quote - 2;
  return true;
}

}  // namespace signet::json
