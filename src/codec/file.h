// Reading a file: whole within a bound, or piece by piece.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::codec {

/// Reads a regular file, a pipe, or standard input for "-". The bytes may be private, so they are wiped at the end.
/// Errors: file_unreadable(PATH), limit_exceeded(PATH). Nothing is read beyond the bound.
Result<Secret> read_file(const std::string& path, std::size_t max_bytes);

/// Reads a file of any size in constant memory: a regular file, a pipe, or standard input for "-".
class FilePieces {
 public:
  /// Errors: file_unreadable(PATH).
  static Result<FilePieces> open(const std::string& path);
  FilePieces(FilePieces&&) noexcept;
  FilePieces& operator=(FilePieces&&) noexcept;
  ~FilePieces();

  /// The next octets, empty at the end; valid until the next call. Errors: file_unreadable(PATH).
  Result<ByteView> next() SIGNET_LIFETIME_BOUND;

 private:
  class State;
  explicit FilePieces(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace signet::codec
