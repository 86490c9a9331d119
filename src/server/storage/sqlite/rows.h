// Records and entries as rows.
#pragma once

#include "server/storage/record.h"
#include "server/storage/sqlite/database.h"

// What every statement over records or entries says alike. An expired row is none.
#define SIGNET_RECORD_COLUMNS "tenant, kind, id, version, expires, used, field0, field1, field2, body"
#define SIGNET_ENTRY_COLUMNS "tenant, log, sequence, at, expires, body"
#define SIGNET_LIVE "(expires IS NULL OR expires > ?1)"  // the first value of such a statement is the time

namespace signet::server::storage::sqlite {

/// (now, tenant, kind, id)
inline constexpr const char* kSelectRecord = "SELECT " SIGNET_RECORD_COLUMNS
                                             " FROM record"
                                             " WHERE " SIGNET_LIVE " AND tenant = ?2 AND kind = ?3 AND id = ?4";

/// As a value that is always bound, also where it is the zero time.
inline std::int64_t as_number(Timestamp time) noexcept {
  return time.time_since_epoch().count();
}

/// tenant, kind, id
inline Cursor& bind_name(Cursor& cursor, const Name& name) noexcept {
  return cursor.octets(name.tenant).text(name_of(name.kind)).octets(name.id);
}
/// SIGNET_RECORD_COLUMNS, with another version
inline Cursor& bind_record(Cursor& cursor, const Record& record, std::uint64_t version) noexcept {
  bind_name(cursor, record.name).number(version).time(record.expires).number(record.used);
  for (const std::string& field : record.fields) cursor.octets_or_null(field);
  return cursor.octets(record.body);
}

/// Errors: store_unavailable(corrupt) for a kind that there is not.
Result<Record> read_record(const Cursor& row);
Result<LogEntry> read_entry(const Cursor& row);

}  // namespace signet::server::storage::sqlite
