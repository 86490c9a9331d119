// The data folder of one process.
#pragma once

#include <string>
#include <utility>

#include "signet/result.h"

namespace signet::server::storage::sqlite {

/// Owned for as long as this lives: the lock is the kernel's, and ends with the process.
class Folder {
 public:
  /// Makes the folder (0700) when there is none. Errors: store_unavailable(locked, permissions), file_unwritable(PATH).
  static Result<Folder> lock(const std::string& path);
  Folder(Folder&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  /// The path of a file in it that is there, is private (0600), and outlives a loss of power.
  Result<std::string> file(const std::string& name) const;

 private:
  Folder(std::string path, int lock) noexcept : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;
};

}  // namespace signet::server::storage::sqlite
