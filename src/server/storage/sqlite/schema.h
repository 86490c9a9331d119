// The tables, and which databases are ours.
#pragma once

#include <cstdint>
#include <string>

#include "server/storage/sqlite/database.h"

namespace signet::server::storage::sqlite {

/// The database of the file `path`, which may be empty; its tables are made when there are none. `max_octets`: how
/// large it may grow, 0 for any size. Errors: store_unavailable(foreign, newer, ...).
Result<Database> open_writer(const std::string& path, std::uint64_t max_octets);
/// A connection that only reads.
Result<Database> open_reader(const std::string& path);

}  // namespace signet::server::storage::sqlite
