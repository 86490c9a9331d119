#include "server/storage/sqlite/fault.h"

#include <algorithm>
#include <string_view>

#include <sqlite3.h>

namespace signet::server::storage::sqlite {
namespace {

constexpr int kPrimary = 0xff;  // an extended code keeps its primary one in its lowest octet

struct Reason {
  int code;
  std::string_view name;
};
constexpr Reason kReasons[] = {
    {SQLITE_BUSY, "busy"},          {SQLITE_LOCKED, "busy"},     {SQLITE_INTERRUPT, "busy"},
    {SQLITE_PROTOCOL, "busy"},      {SQLITE_FULL, "full"},       {SQLITE_NOMEM, "memory"},
    {SQLITE_TOOBIG, "memory"},      {SQLITE_CORRUPT, "corrupt"}, {SQLITE_NOTADB, "corrupt"},
    {SQLITE_SCHEMA, "corrupt"},     {SQLITE_ERROR, "corrupt"},   {SQLITE_MISMATCH, "corrupt"},
    {SQLITE_CONSTRAINT, "corrupt"},
};

}  // namespace

std::unexpected<Error> fault(int code) {
  const auto* const row = std::ranges::find(kReasons, code & kPrimary, &Reason::code);
  return fail(Errc::store_unavailable, row == std::end(kReasons) ? "io" : row->name);
}

}  // namespace signet::server::storage::sqlite
