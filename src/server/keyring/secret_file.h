// A small file that only its owner may read.
#pragma once

#include <cstddef>
#include <string>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::server::keyring {

/// Makes a new file with mode 0600, whatever the umask; it is on the disk when this returns. What is there is never
/// written to, and a symbolic link is not followed. Errors: file_exists(PATH), file_unwritable(PATH).
Result<> create_secret_file(const std::string& path, ByteView content);

/// Errors: file_unreadable(PATH), malformed_configuration(permissions) for a file that its group or others may read or
/// write, or that belongs to somebody else than this process's user or root; limit_exceeded(PATH).
Result<Secret> read_secret_file(const std::string& path, std::size_t max_octets);

}  // namespace signet::server::keyring
