// Standard output and standard error: every byte that the program says goes through here.
#pragma once

#include <string>
#include <string_view>

#include "cli/failure.h"
#include "signet/bytes.h"
#include "signet/json.h"

namespace signet::cli {

enum class Style : unsigned char { plain, bold, dim, red, green, yellow, cyan };

/// What is known about the two streams. Colour only on a terminal, and not where NO_COLOR or TERM=dumb forbid it.
class Console {
 public:
  Console();

  bool out_is_terminal() const noexcept { return out_is_terminal_; }
  /// `text` for standard output in a style, when there is colour.
  std::string out_style(Style style, std::string_view text) const;

  /// Writes exactly these bytes. Errors: file_unwritable(standard output).
  Outcome<> write(ByteView bytes) const;
  Outcome<> write(std::string_view text) const { return write(as_bytes(text)); }
  /// Writes text and a newline; for a terminal it is escaped.
  Outcome<> write_text(std::string_view text) const;
  /// Writes JSON and a newline: on a terminal indented and escaped, otherwise compact and as it is.
  Outcome<> write_json(const json::Value& value) const;
  /// Writes JSON of our own making and a newline, on one line; for a terminal it is escaped.
  Outcome<> write_json(std::string_view compact) const;

  /// `signet: error: CODE(SUBJECT): sentence` and `signet: hint: ...`
  void report(const Failure& failure) const;
  /// `signet: warning: ...`
  void warn(std::string_view sentence) const;
  /// `signet: note: ...`
  void note(std::string_view sentence) const;
  /// A line of standard error as it is, escaped: what editors and terminals read, as FILE:LINE: ...
  void err_line(std::string_view text) const;

 private:
  void line(Style style, std::string_view label, std::string_view text) const;
  bool out_is_terminal_;
  bool out_has_colour_;
  bool err_has_colour_;
};

/// Text that may stand in a line for a terminal or a log: escaped, on one line.
std::string printable(std::string_view text);
/// The same for JSON: what a terminal should not see inside of strings becomes \u escapes, so it stays JSON.
std::string printable_json(std::string_view json);
/// `text` when it is UTF-8, else escaped, so that a JSON string can hold it.
std::string json_text(std::string_view text);
/// A member of an object that is open: json_text() of the value, or null for an empty one.
void member_or_null(json::Writer& out, std::string_view name, std::string_view value);

/// Writes all bytes to a descriptor. False with errno when it cannot.
bool write_all(int descriptor, ByteView bytes) noexcept;

}  // namespace signet::cli
