#include <sqlite3.h>

#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/fault.h"
#include "try.h"

namespace signet::server::storage::sqlite {

Cursor::~Cursor() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Cursor::keep(int code) noexcept {
  if (code_ == SQLITE_OK) code_ = code;
}

Cursor& Cursor::text(std::string_view value) noexcept {
  keep(sqlite3_bind_text64(statement_, ++bound_, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Cursor& Cursor::octets(std::string_view value) noexcept {
  // No address would be NULL, and no octets are not nothing.
  keep(sqlite3_bind_blob64(statement_, ++bound_, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC));
  return *this;
}

Cursor& Cursor::octets_or_null(std::string_view value) noexcept {
  if (!value.empty()) return octets(value);
  keep(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

Cursor& Cursor::number(std::int64_t value) noexcept {
  keep(sqlite3_bind_int64(statement_, ++bound_, value));
  return *this;
}

Cursor& Cursor::time(Timestamp value) noexcept {
  if (value != Timestamp{}) return number(std::int64_t{value.time_since_epoch().count()});
  keep(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

Result<bool> Cursor::step() {
  if (code_ != SQLITE_OK) return fault(code_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fault(code);
}

Result<> Cursor::finish() {
  SIGNET_TRY([[maybe_unused]] const bool found, step());
  return {};
}

std::string Cursor::octets_at(int column) const {
  const void* const octets = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (octets == nullptr || size <= 0) return {};
  return {static_cast<const char*>(octets), static_cast<std::size_t>(size)};
}

std::string_view Cursor::text_at(int column) const noexcept {
  const unsigned char* const text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Cursor::number_at(int column) const noexcept {
  return sqlite3_column_int64(statement_, column);
}

}  // namespace signet::server::storage::sqlite
