// Connections and statements of SQLite, owned. Each is used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "signet/result.h"
#include "signet/timestamp.h"

struct sqlite3;
struct sqlite3_stmt;

namespace signet::server::storage::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* database) const noexcept;
};
struct CloseStatement {
  void operator()(sqlite3_stmt* statement) const noexcept;
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;

class Database {
 public:
  /// A file that is there. Errors: store_unavailable(REASON), as of all here.
  static Result<Database> open(const std::string& path);

  /// Statements that answer nothing.
  Result<> run(const char* sql);
  /// The first value of the first row, as a number.
  Result<std::int64_t> number(const char* sql);
  Result<Statement> prepare(const char* sql);
  /// Rows that the last statement changed.
  std::int64_t changes() const noexcept;

  Result<> begin();
  /// After an error nothing of the transaction was kept, and there is none.
  Result<> commit();
  void rollback() noexcept;

 private:
  explicit Database(sqlite3* database) noexcept : database_(database) {}
  std::unique_ptr<sqlite3, CloseDatabase> database_;
};

/// One use of a statement: values are bound in their order, then it steps. What is bound must live until the end. A
/// value that could not be bound fails the step.
class Cursor {
 public:
  explicit Cursor(const Statement& statement) noexcept : statement_(statement.get()) {}
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor();

  Cursor& text(std::string_view value) noexcept;
  Cursor& octets(std::string_view value) noexcept;
  Cursor& octets_or_null(std::string_view value) noexcept;
  Cursor& number(std::int64_t value) noexcept;
  Cursor& number(std::uint64_t value) noexcept { return number(static_cast<std::int64_t>(value)); }
  Cursor& number(bool value) noexcept { return number(std::int64_t{value}); }
  /// The zero time is NULL.
  Cursor& time(Timestamp value) noexcept;

  /// Whether there is a row.
  Result<bool> step();
  /// Steps a statement that answers nothing.
  Result<> finish();

  // Of the row; the first column is 0.
  std::string octets_at(int column) const;
  std::string_view text_at(int column) const noexcept SIGNET_LIFETIME_BOUND;  ///< valid until the next step
  std::int64_t number_at(int column) const noexcept;
  std::uint64_t count_at(int column) const noexcept { return static_cast<std::uint64_t>(number_at(column)); }
  Timestamp time_at(int column) const noexcept { return Timestamp(Duration(number_at(column))); }

 private:
  void keep(int code) noexcept;

  sqlite3_stmt* statement_;
  int bound_ = 0;
  int code_ = 0;  // SQLITE_OK
};

}  // namespace signet::server::storage::sqlite
