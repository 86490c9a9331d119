#include "cli/console.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <unistd.h>

#include "cli/text.h"
#include "codec/utf8.h"
#include "try.h"

namespace signet::cli {
namespace {

bool may_colour(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): read once, at the start
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe)
  if (term == nullptr || std::string_view(term) == "dumb") return false;
  return ::isatty(descriptor) == 1;
}

std::string styled(bool colour, Style style, std::string_view text_to_show) {
  constexpr std::array<std::string_view, 7> kCodes = {"", "1", "2", "1;31", "32", "33", "36"};
  if (!colour || style == Style::plain) return std::string(text_to_show);
  return text("\033[{}m{}\033[0m", kCodes[static_cast<std::size_t>(style)], text_to_show);
}

void append_json_escape(std::string& out, std::uint32_t code_point) {
  if (code_point >= 0x10000) {
    const std::uint32_t rest = code_point - 0x10000;
    out += text("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    return;
  }
  out += text("\\u{:04x}", code_point);
}

}  // namespace

bool write_all(int descriptor, ByteView bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

std::string printable(std::string_view text_to_show) {
  return codec::escape_for_terminal(text_to_show);
}

std::string json_text(std::string_view text_to_show) {
  return codec::is_utf8(text_to_show) ? std::string(text_to_show) : codec::escape_for_terminal(text_to_show);
}

void member_or_null(json::Writer& out, std::string_view name, std::string_view value) {
  out.key(name);
  if (value.empty()) {
    out.null();
  } else {
    out.string(json_text(value));
  }
}

std::string printable_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const std::size_t size = codec::utf8_sequence(json);
    const std::string_view sequence = json.substr(0, size == 0 ? 1 : size);
    json.remove_prefix(sequence.size());
    if (sequence == "\n" || codec::escape_for_terminal(sequence) == sequence) {
      out += sequence;
    } else {
      append_json_escape(out, size == 0 ? 0xFFFD : codec::utf8_code_point(sequence));
    }
  }
  return out;
}

Console::Console()
    : out_is_terminal_(::isatty(STDOUT_FILENO) == 1),
      out_has_colour_(may_colour(STDOUT_FILENO)),
      err_has_colour_(may_colour(STDERR_FILENO)) {}

std::string Console::out_style(Style style, std::string_view text_to_show) const {
  return styled(out_has_colour_, style, text_to_show);
}

Outcome<> Console::write(ByteView bytes) const {
  if (write_all(STDOUT_FILENO, bytes)) return {};
  return std::unexpected(Failure(Error{Errc::file_unwritable, "standard output"}));
}

Outcome<> Console::write_text(std::string_view text_to_show) const {
  std::string line = out_is_terminal_ ? codec::escape_for_terminal(text_to_show, true) : std::string(text_to_show);
  return write(line += '\n');
}

Outcome<> Console::write_json(const json::Value& value) const {
  std::string document = out_is_terminal_ ? printable_json(json::to_pretty(value)) : json::to_compact(value);
  return write(document += '\n');
}

Outcome<> Console::write_json(std::string_view compact) const {
  std::string document = out_is_terminal_ ? printable_json(compact) : std::string(compact);
  return write(document += '\n');
}

void Console::report(const Failure& failure) const {
  const Error& error = failure.error;
  std::string head(name_of(error.code));
  if (!error.subject.empty()) head += text("({})", printable(error.subject));
  line(Style::red, "error", text("{}: {}", head, printable(sentence_of(failure))));
  for (const Failure& other : failure.also) {
    Failure alone = other;
    alone.also.clear();
    alone.hint = "-";
    report(alone);
  }
  const std::string hint = hint_of(failure);
  if (!hint.empty() && hint != "-") line(Style::cyan, "hint", printable(hint));
}

void Console::warn(std::string_view sentence) const {
  line(Style::yellow, "warning", printable(sentence));
}

void Console::note(std::string_view sentence) const {
  line(Style::cyan, "note", printable(sentence));
}

void Console::err_line(std::string_view text_to_show) const {
  // As in line().
  (void)write_all(STDERR_FILENO, as_bytes(printable(text_to_show) + '\n'));
}

void Console::line(Style style, std::string_view label, std::string_view text_to_show) const {
  const std::string out = text("signet: {} {}\n", styled(err_has_colour_, style, text("{}:", label)), text_to_show);
  // When standard error is gone there is nobody left to tell.
  (void)write_all(STDERR_FILENO, as_bytes(out));
}

}  // namespace signet::cli
