#include "server/storage/sqlite/session.h"

#include <initializer_list>

#include "server/storage/sqlite/rows.h"
#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

// The first value is the time, then come SIGNET_RECORD_COLUMNS. A mark of use outlives what is written over it.
#define SIGNET_INSERT                                                                                                 \
  "INSERT INTO record(" SIGNET_RECORD_COLUMNS                                                                         \
  ") VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO UPDATE SET version = ?5, expires = ?6, field0 " \
  "= ?8,"                                                                                                             \
  " field1 = ?9, field2 = ?10, body = ?11, used = "
constexpr const char* kPut = SIGNET_INSERT "CASE WHEN " SIGNET_LIVE " THEN max(used, ?7) ELSE ?7 END";
constexpr const char* kInsert = SIGNET_INSERT "?7 WHERE expires <= ?1";
constexpr const char* kReplace =
    "UPDATE record SET version = ?5, expires = ?6, used = max(used, ?7), field0 = ?8, field1 = ?9, field2 = ?10,"
    " body = ?11 WHERE " SIGNET_LIVE " AND tenant = ?2 AND kind = ?3 AND id = ?4 AND version = ?12";
constexpr const char* kConsume =
    "UPDATE record SET used = 1, version = ?5 WHERE " SIGNET_LIVE " AND tenant = ?2 AND kind = ?3 AND id = ?4";
constexpr const char* kErase = "DELETE FROM record WHERE " SIGNET_LIVE " AND tenant = ?2 AND kind = ?3 AND id = ?4";
constexpr const char* kSetVersion = "UPDATE sequence SET last = ?1 WHERE tenant = x'' AND log = 'version'";
constexpr const char* kNext =
    "INSERT INTO sequence(tenant, log, last) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET last = last + 1"
    " RETURNING last";
constexpr const char* kAppend = "INSERT INTO entry(" SIGNET_ENTRY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

// Rows that one operation removes, so that others wait for no more than that.
#define SIGNET_PIECE "256"
constexpr std::size_t kPiece = 256;
constexpr const char* kSweepRecords =
    "DELETE FROM record WHERE (tenant, kind, id) IN (SELECT tenant, kind, id FROM record INDEXED BY record_expires"
    " WHERE expires <= ?1 ORDER BY expires LIMIT " SIGNET_PIECE ")";
constexpr const char* kSweepEntries =
    "DELETE FROM entry WHERE (tenant, log, sequence) IN (SELECT tenant, log, sequence FROM entry"
    " INDEXED BY entry_expires WHERE expires <= ?1 ORDER BY expires LIMIT " SIGNET_PIECE ")";
constexpr const char* kEraseRecords =
    "DELETE FROM record WHERE tenant = ?1 AND (kind, id) IN (SELECT kind, id FROM record WHERE tenant = ?1 "
    "LIMIT " SIGNET_PIECE ")";
constexpr const char* kEraseEntries =
    "DELETE FROM entry WHERE tenant = ?1 AND (log, sequence) IN (SELECT log, sequence FROM entry WHERE tenant = ?1 "
    "LIMIT " SIGNET_PIECE ")";

Result<Removed> remove(const Database& database, std::initializer_list<const Statement*> statements, auto bind) {
  Removed removed;
  for (const Statement* statement : statements) {
    Cursor cursor(*statement);
    bind(cursor);
    SIGNET_CHECK(cursor.finish());
    const auto count = static_cast<std::size_t>(database.changes());
    removed.count += count;
    removed.more = removed.more || count == kPiece;
  }
  return removed;
}

}  // namespace

Result<Session> Session::open(Database database) {
  Session session(std::move(database));
  SIGNET_CHECK(session.prepare());
  SIGNET_CHECK(session.resume());
  return session;
}

Result<> Session::prepare() {
  const struct {
    Statement& statement;
    const char* sql;
  } all[] = {{select_, kSelectRecord},
             {put_, kPut},
             {insert_, kInsert},
             {replace_, kReplace},
             {consume_, kConsume},
             {erase_, kErase},
             {version_set_, kSetVersion},
             {next_, kNext},
             {append_, kAppend},
             {sweep_records_, kSweepRecords},
             {sweep_entries_, kSweepEntries},
             {erase_records_, kEraseRecords},
             {erase_entries_, kEraseEntries}};
  for (const auto& [statement, sql] : all) {
    SIGNET_TRY(statement, database_.prepare(sql));
  }
  return {};
}

Result<> Session::resume() {
  SIGNET_TRY(const std::int64_t last,
             database_.number("SELECT last FROM sequence WHERE tenant = x'' AND log = 'version'"));
  version_ = saved_version_ = static_cast<std::uint64_t>(last);
  return {};
}

Result<> Session::begin() {
  return database_.begin();
}

Result<> Session::commit() {
  const auto done = [this]() -> Result<> {
    if (version_ != saved_version_) SIGNET_CHECK(Cursor(version_set_).number(version_).finish());
    return database_.commit();
  }();
  if (!done) {
    rollback();
    return done;
  }
  saved_version_ = version_;
  return {};
}

void Session::rollback() noexcept {
  database_.rollback();
  version_ = saved_version_;
}

Result<std::uint64_t> Session::put(const Record& record, Timestamp now) {
  Cursor cursor(put_);
  SIGNET_CHECK(bind_record(cursor.number(as_number(now)), record, ++version_).finish());
  return version_;
}

Result<bool> Session::insert(const Record& record, Timestamp now) {
  Cursor cursor(insert_);
  SIGNET_CHECK(bind_record(cursor.number(as_number(now)), record, version_ + 1).finish());
  if (database_.changes() == 0) return false;
  ++version_;
  return true;
}

Result<bool> Session::replace(const Record& record, Timestamp now) {
  Cursor cursor(replace_);
  SIGNET_CHECK(bind_record(cursor.number(as_number(now)), record, version_ + 1).number(record.version).finish());
  if (database_.changes() == 0) return false;
  ++version_;
  return true;
}

Result<std::optional<Consumed>> Session::consume(const Name& name, Timestamp now) {
  Consumed consumed;
  {
    Cursor found(select_);
    SIGNET_TRY(const bool is_there, bind_name(found.number(as_number(now)), name).step());
    if (!is_there) return std::nullopt;
    SIGNET_TRY(consumed.record, read_record(found));
  }
  if (consumed.record.used) return consumed;
  Cursor cursor(consume_);
  SIGNET_CHECK(bind_name(cursor.number(as_number(now)), name).number(++version_).finish());
  consumed.first = consumed.record.used = true;
  consumed.record.version = version_;
  return consumed;
}

Result<bool> Session::erase(const Name& name, Timestamp now) {
  Cursor cursor(erase_);
  SIGNET_CHECK(bind_name(cursor.number(as_number(now)), name).finish());
  return database_.changes() != 0;
}

Result<std::uint64_t> Session::append(Log log, std::string_view tenant, std::string_view body, Timestamp expires,
                                      Timestamp now) {
  std::uint64_t sequence = 0;
  {
    Cursor next(next_);
    SIGNET_TRY([[maybe_unused]] const bool is_given, next.octets(tenant).text(name_of(log)).step());
    sequence = next.count_at(0);
    SIGNET_CHECK(next.finish());
  }
  Cursor cursor(append_);
  SIGNET_CHECK(cursor.octets(tenant)
                   .text(name_of(log))
                   .number(sequence)
                   .number(as_number(now))
                   .time(expires)
                   .octets(body)
                   .finish());
  return sequence;
}

Result<Removed> Session::sweep(Timestamp now) {
  return remove(database_, {&sweep_records_, &sweep_entries_},
                [now](Cursor& cursor) { cursor.number(as_number(now)); });
}

Result<Removed> Session::erase_tenant(std::string_view tenant) {
  return remove(database_, {&erase_records_, &erase_entries_}, [tenant](Cursor& cursor) { cursor.octets(tenant); });
}

}  // namespace signet::server::storage::sqlite
