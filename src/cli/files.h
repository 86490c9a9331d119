// Files: reading what an argument names, and writing --out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/failure.h"
#include "signet/bytes.h"

namespace signet::cli {

/// Whether the argument names something that exists (and is no directory), or is "-".
bool names_a_file(const std::string& argument);

/// Writes a new file that only its owner may read (mode 0600). An existing file is replaced only with `force`, and
/// only if it is a regular file; a symbolic link is never followed.
/// Errors: file_exists(PATH), file_unwritable(PATH).
Outcome<> write_file(const std::string& path, ByteView bytes, bool force);

/// Takes one line ending from the end of a text.
std::string_view without_newline(std::string_view text) noexcept;

}  // namespace signet::cli
