// A file that lines are written to, and that nobody waits for without an end.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "signet/result.h"

namespace signet::server {

/// Used by one thread.
class LogFile {
 public:
  /// To be called by that thread first: a reader that ends is then an answer of write(), and not the end of the
  /// process.
  static void prepare_thread() noexcept;
  /// Appends to the file, or to standard output for "-". Errors: file_unreadable(PATH).
  static Result<LogFile> open(const std::string& path);
  LogFile(LogFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), is_own_(other.is_own_), is_stuck_(other.is_stuck_) {}
  LogFile& operator=(LogFile&&) = delete;
  ~LogFile();

  /// Whether all of it was taken. A reader that takes nothing for a second, such as a pipe that nobody reads, loses
  /// what was to be written, and is not waited for again until it takes something.
  bool write(std::string_view lines) noexcept;

 private:
  LogFile(int descriptor, bool is_own) noexcept : descriptor_(descriptor), is_own_(is_own) {}
  bool wait_for_room() noexcept;

  int descriptor_;
  bool is_own_;
  bool is_stuck_ = false;
};

}  // namespace signet::server
