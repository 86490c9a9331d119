#include "server/storage/sqlite/rows.h"

namespace signet::server::storage::sqlite {

Result<Record> read_record(const Cursor& row) {
  enum Column : std::uint8_t { tenant, kind, id, version, expires, used, field0, field1, field2, body };
  const auto found = find_kind(row.text_at(kind));
  if (!found) return fail(Errc::store_unavailable, "corrupt");
  return Record{.name = {.kind = *found, .tenant = row.octets_at(tenant), .id = row.octets_at(id)},
                .body = row.octets_at(body),
                .fields = {row.octets_at(field0), row.octets_at(field1), row.octets_at(field2)},
                .version = row.count_at(version),
                .expires = row.time_at(expires),
                .used = row.number_at(used) != 0};
}

Result<LogEntry> read_entry(const Cursor& row) {
  enum Column : std::uint8_t { tenant, log, sequence, at, expires, body };
  const auto found = find_log(row.text_at(log));
  if (!found) return fail(Errc::store_unavailable, "corrupt");
  return LogEntry{.log = *found,
                  .tenant = row.octets_at(tenant),
                  .entry = {.sequence = row.count_at(sequence),
                            .at = row.time_at(at),
                            .expires = row.time_at(expires),
                            .body = row.octets_at(body)}};
}

}  // namespace signet::server::storage::sqlite
