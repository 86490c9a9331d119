// Reading a file whole, within a bound.
#pragma once

#include <cstddef>
#include <string>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::codec {

/// Reads a regular file, a pipe, or standard input for "-". The bytes may be private, so they are wiped at the end.
/// Errors: file_unreadable(PATH), limit_exceeded(PATH). Nothing is read beyond the bound.
Result<Secret> read_file(const std::string& path, std::size_t max_bytes);

}  // namespace signet::codec
