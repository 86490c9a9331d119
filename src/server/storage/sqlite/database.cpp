#include "server/storage/sqlite/database.h"

#include <sqlite3.h>

#include "server/storage/sqlite/fault.h"
#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

// Only a program from outside, which copies or reads the database, can make us wait.
constexpr int kPatience = 1000;  // milliseconds

}  // namespace

void CloseDatabase::operator()(sqlite3* database) const noexcept {
  sqlite3_close_v2(database);
}

void CloseStatement::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Result<Database> Database::open(const std::string& path) {
  // NOMUTEX: each connection is used by one thread at a time; SQLite guards what connections share.
  if (sqlite3_threadsafe() == 0) return fail(Errc::store_unavailable, "threads");
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, kFlags, nullptr);
  Database database(opened);
  if (code != SQLITE_OK) return fault(code);
  sqlite3_busy_timeout(opened, kPatience);
  // A file that somebody prepared brings no code with it.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Result<> Database::run(const char* sql) {
  if (const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
    return fault(code);
  return {};
}

Result<Statement> Database::prepare(const char* sql) {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (code != SQLITE_OK) return fault(code);
  return Statement(made);
}

Result<std::int64_t> Database::number(const char* sql) {
  SIGNET_TRY(const Statement statement, prepare(sql));
  Cursor cursor(statement);
  SIGNET_TRY(const bool found, cursor.step());
  return found ? cursor.number_at(0) : 0;
}

std::int64_t Database::changes() const noexcept {
  return sqlite3_changes64(database_.get());
}

Result<> Database::begin() {
  return run("BEGIN IMMEDIATE");
}

Result<> Database::commit() {
  Result<> done = run("COMMIT");
  if (!done) rollback();
  return done;
}

void Database::rollback() noexcept {
  // A grave error has rolled back already.
  if (sqlite3_get_autocommit(database_.get()) == 0)
    sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace signet::server::storage::sqlite
