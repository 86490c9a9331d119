// One run of one command: what was typed, where its input comes from and where its output goes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/failure.h"
#include "codec/file.h"
#include "signet/bytes.h"
#include "signet/timestamp.h"

namespace signet::cli {

/// What a command makes: one document, for a file or for standard output.
struct Product {
  enum class Form : unsigned char {
    json,    // a JSON text; indented on a terminal
    text,    // ends in a newline; escaped on a terminal
    bytes,   // anything, written as it is; escaped on a terminal
    binary,  // never written to a terminal
  };
  ByteView content;
  Form form = Form::text;
  std::string_view member;         // its name in the object of --json
  bool is_private = false;         // never written to a terminal
  std::string_view document = {};  // what --json prints instead of {"ok":true,"MEMBER":...}
};

class Invocation {
 public:
  Invocation(Arguments arguments, const Console& streams) : args(std::move(arguments)), console(streams) {}
  const Arguments args;
  const Console& console;

  bool json() const { return args.has("--json"); }
  /// --now, or this machine's clock. Errors: usage(--now).
  Outcome<Timestamp> now() const;
  /// A duration. Errors: usage(FLAG).
  Outcome<Duration> duration(std::string_view flag) const;
  /// A time, or a duration from `now` on. Errors: usage(FLAG).
  Outcome<Timestamp> time_or_duration(std::string_view flag, Timestamp now) const;
  /// A size ("65536", "64K", "16M"), or `standard`. Errors: usage(FLAG), also for more than `largest`.
  Outcome<std::size_t> size(std::string_view flag, std::size_t standard, std::size_t largest) const;
  Outcome<std::size_t> max_size(std::size_t standard, std::size_t largest) const {
    return size("--max-size", standard, largest);
  }

  /// Reads a file, or standard input for "-", which can be read once. `what` names the flag or argument.
  /// Errors: file_unreadable(PATH), limit_exceeded(PATH), usage(WHAT).
  Outcome<Secret> read(std::string_view what, const std::string& path, std::size_t max_bytes);
  /// The same for a file of any size, by pieces. Errors: file_unreadable(PATH), usage(WHAT).
  Outcome<codec::FilePieces> open(std::string_view what, const std::string& path);
  /// A file that holds a key. A key itself is refused: secrets never come from arguments.
  Outcome<Secret> read_key_text(std::string_view what, const std::string& path);
  /// The first line of a file, without its line end. Errors: those of reading; usage(FLAG) when it is empty, where
  /// `thing` is what it should hold.
  Outcome<Secret> read_first_line(std::string_view flag, std::string_view thing, std::size_t max_bytes);
  Outcome<Secret> read_passphrase(std::string_view flag);
  /// What --passphrase-file holds, read once; null when the flag is not given. Errors: as read_passphrase.
  Outcome<const Secret*> passphrase();
  /// The token: --token-file, or the argument, which is a file's name, "-" or the token itself; one newline at its
  /// end is taken off.
  Outcome<std::string> read_token(std::size_t max_size);
  /// Whether the token came as the argument itself; then a mistyped file name is likely when it makes no sense.
  bool token_was_argument() const noexcept { return token_was_argument_; }

  /// Writes what was made to --out, or to standard output; with --json as {"ok":true,"MEMBER":...}.
  /// Errors: usage(--out) for a private key and a terminal, and those of write_file.
  Outcome<> deliver(const Product& product) const;

 private:
  Outcome<> deliver_json(const Product& product) const;
  Outcome<> take_stdin(std::string_view what, const std::string& path);
  std::optional<Secret> passphrase_;
  bool stdin_is_taken_ = false;
  bool token_was_argument_ = false;
};

/// For commands that read keys.
inline constexpr Flag kPassphraseFlags[] = {
    {"--passphrase-file", "FILE", "the first line of FILE opens a key that is encrypted; - for standard input"},
};

/// --out and --force, for commands that deliver something.
inline constexpr Flag kOutputFlags[] = {
    {"--out", "FILE", "write to a new file that only you may read (mode 0600) instead of standard output"},
    {"--force", "", "let --out replace an existing file"},
};

}  // namespace signet::cli
