// Lines of a log, written by a thread of their own: nobody waits for a disk.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "signet/result.h"

namespace signet::server {

/// Used from many threads. It ends when all is written.
class LineLog {
 public:
  /// Appends to the file, or to standard output for "-". Errors: file_unreadable(PATH) for one that cannot be written
  /// to, internal(log).
  static Result<std::shared_ptr<LineLog>> open(const std::string& path);
  ~LineLog();
  LineLog(const LineLog&) = delete;
  LineLog& operator=(const LineLog&) = delete;

  /// One line, without its end.
  void write(std::string_view line) noexcept;
  /// Lines that were lost because they came faster than they could be written, or nobody took them.
  std::uint64_t lost() const;

 private:
  struct State;
  explicit LineLog(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
  std::atomic<std::uint64_t> unwritten_ = 0;  // for want of memory
};

}  // namespace signet::server
