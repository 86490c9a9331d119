// Everything out of a database, and into one.
#pragma once

#include "server/storage/sqlite/database.h"
#include "server/storage/store.h"

namespace signet::server::storage::sqlite {

/// What has not expired, as of one moment.
Result<> dump_from(Database& reader, Timestamp now, const DumpSink& sink);
/// All or nothing, into a database that keeps nothing and never did. Errors: as Store::load().
Result<> load_into(Database& writer, const LoadSource& source);

}  // namespace signet::server::storage::sqlite
