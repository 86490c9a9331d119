#include "server/storage/sqlite/transfer.h"

#include <limits>

#include "server/storage/sqlite/rows.h"
#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

constexpr std::string_view kVersions = "version";

constexpr const char* kAllHeads = "SELECT tenant, log, last FROM sequence WHERE last > 0";
constexpr const char* kAllRecords = "SELECT " SIGNET_RECORD_COLUMNS " FROM record WHERE " SIGNET_LIVE;
constexpr const char* kAllEntries = "SELECT " SIGNET_ENTRY_COLUMNS " FROM entry WHERE " SIGNET_LIVE;

constexpr const char* kIsUsed =
    "SELECT EXISTS(SELECT * FROM record) OR EXISTS(SELECT * FROM entry) OR EXISTS(SELECT * FROM sequence WHERE last > "
    "0)";
constexpr const char* kGoesBeyondHeads =
    "SELECT EXISTS(SELECT * FROM record WHERE version > (SELECT last FROM sequence WHERE tenant = x'' AND log = "
    "'version'))"
    " OR EXISTS(SELECT * FROM entry LEFT JOIN sequence USING (tenant, log) WHERE last IS NULL OR sequence > last)";
// What is there twice changes nothing, and is seen by that. The row of the versions is always there.
constexpr const char* kAddHead =
    "INSERT INTO sequence(tenant, log, last) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET last = ?3 WHERE last = 0";
constexpr const char* kAddRecord = "INSERT INTO record(" SIGNET_RECORD_COLUMNS
                                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING";
constexpr const char* kAddEntry =
    "INSERT INTO entry(" SIGNET_ENTRY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";

Result<> dump_heads(Database& reader, const DumpSink& sink) {
  SIGNET_TRY(const Statement statement, reader.prepare(kAllHeads));
  Cursor row(statement);
  for (;;) {
    SIGNET_TRY(const bool found, row.step());
    if (!found) return {};
    const auto log = find_log(row.text_at(1));
    if (!log && row.text_at(1) != kVersions) return fail(Errc::store_unavailable, "corrupt");
    SIGNET_CHECK(sink(Head{.log = log, .tenant = row.octets_at(0), .last = row.count_at(2)}));
  }
}

Result<> dump_rows(Database& reader, const char* sql, Timestamp now, const DumpSink& sink, auto read) {
  SIGNET_TRY(const Statement statement, reader.prepare(sql));
  Cursor row(statement);
  row.number(as_number(now));
  for (;;) {
    SIGNET_TRY(const bool found, row.step());
    if (!found) return {};
    SIGNET_TRY(const Item item, read(row));
    SIGNET_CHECK(sink(item));
  }
}

/// Numbers that the database can hold.
bool is_number(std::uint64_t number) noexcept {
  return number > 0 && number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

class Loader {
 public:
  explicit Loader(Database& database) noexcept : database_(&database) {}

  Result<> prepare() {
    SIGNET_TRY(head_, database_->prepare(kAddHead));
    SIGNET_TRY(record_, database_->prepare(kAddRecord));
    SIGNET_TRY(entry_, database_->prepare(kAddEntry));
    return {};
  }

  Result<> operator()(const Head& head) {
    if (!is_number(head.last) || (!head.log && !head.tenant.empty())) return bad();
    SIGNET_CHECK(check_entry(head.tenant, {}));
    Cursor cursor(head_);
    return added(cursor.octets(head.tenant).text(head.log ? name_of(*head.log) : kVersions).number(head.last));
  }
  Result<> operator()(const Record& record) {
    if (!is_number(record.version)) return bad();
    SIGNET_CHECK(check_record(record));
    Cursor cursor(record_);
    return added(bind_record(cursor, record, record.version));
  }
  Result<> operator()(const LogEntry& item) {
    if (!is_number(item.entry.sequence)) return bad();
    SIGNET_CHECK(check_entry(item.tenant, item.entry.body));
    Cursor cursor(entry_);
    cursor.octets(item.tenant).text(name_of(item.log)).number(item.entry.sequence).number(as_number(item.entry.at));
    return added(cursor.time(item.entry.expires).octets(item.entry.body));
  }

  static Result<> bad() { return fail(Errc::malformed_backup, "item"); }

 private:
  Result<> added(Cursor& cursor) {
    SIGNET_CHECK(cursor.finish());
    return database_->changes() == 1 ? Result<>() : bad();
  }

  Database* database_;
  Statement head_, record_, entry_;
};

Result<> load_all(Database& writer, const LoadSource& source) {
  SIGNET_TRY(const std::int64_t is_used, writer.number(kIsUsed));
  if (is_used != 0) return fail(Errc::file_exists, "store");
  Loader loader(writer);
  SIGNET_CHECK(loader.prepare());
  for (;;) {
    SIGNET_TRY(const std::optional<Item> item, source());
    if (!item) break;
    SIGNET_CHECK(std::visit(loader, *item));
  }
  SIGNET_TRY(const std::int64_t goes_beyond, writer.number(kGoesBeyondHeads));
  return goes_beyond != 0 ? Loader::bad() : Result<>();
}

}  // namespace

Result<> dump_from(Database& reader, Timestamp now, const DumpSink& sink) {
  // The first read decides which moment a transaction sees.
  SIGNET_CHECK(reader.run("BEGIN"));
  SIGNET_CHECK(dump_heads(reader, sink));
  SIGNET_CHECK(dump_rows(reader, kAllRecords, now, sink, read_record));
  SIGNET_CHECK(dump_rows(reader, kAllEntries, now, sink, read_entry));
  return reader.run("COMMIT");
}

Result<> load_into(Database& writer, const LoadSource& source) {
  SIGNET_CHECK(writer.begin());
  if (auto loaded = load_all(writer, source); !loaded) {
    writer.rollback();
    return loaded;
  }
  return writer.commit();
}

}  // namespace signet::server::storage::sqlite
