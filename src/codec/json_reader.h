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
  Step read_word(std::string_view word, Kind kind);
  Step read_number();
  bool read_digits();
  Step add_scalar(Kind kind, std::uint32_t begin);
  void skip_space();

  // json_string.cpp
  bool read_string();
  bool skip_text();
  bool decode_escapes(std::uint32_t begin);
  bool decode_escape();
  bool decode_unicode_escape();
  bool read_hex4(std::uint32_t& unit);

  // json_names.cpp
  bool check_names(std::uint32_t object);
  bool check_few_names();
  bool check_many_names();
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
  std::uint32_t index() const noexcept { return static_cast<std::uint32_t>(tape_.nodes.size()); }

  Tape& tape_;
  const std::uint8_t* begin_;
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  std::uint32_t max_depth_;
  std::uint32_t depth_ = 0;
  std::uint32_t open_ = 0;  // the innermost open container, when depth_ is not 0
  std::uint32_t duplicate_ = 0;
  Fault fault_ = Fault::malformed;
};

}  // namespace signet::json
