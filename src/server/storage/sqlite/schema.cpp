#include "server/storage/sqlite/schema.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

constexpr std::int64_t kApplication = 0x5367'6e74;  // "Sgnt", application_id of kTables
constexpr std::int64_t kVersion = 1;                // user_version of kTables; counts the forms of the tables
constexpr std::uint64_t kPageOctets = 4096;         // of SQLite, unless told otherwise

// A tenant's records lie beside each other. Names are octets, and compared as such. Times are microseconds, NULL is
// never. `sequence` has the last number of each log and tenant, and that of the versions (without a tenant).
constexpr const char* kTables = R"sql(
  CREATE TABLE record(
    tenant BLOB NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL, expires INTEGER,
    used INTEGER NOT NULL, field0 BLOB, field1 BLOB, field2 BLOB, body BLOB NOT NULL,
    PRIMARY KEY(tenant, kind, id)) STRICT, WITHOUT ROWID;
  CREATE INDEX record_field0 ON record(tenant, kind, field0, id) WHERE field0 IS NOT NULL;
  CREATE INDEX record_field1 ON record(tenant, kind, field1, id) WHERE field1 IS NOT NULL;
  CREATE INDEX record_field2 ON record(tenant, kind, field2, id) WHERE field2 IS NOT NULL;
  CREATE INDEX record_expires ON record(expires) WHERE expires IS NOT NULL;
  CREATE TABLE entry(
    tenant BLOB NOT NULL, log TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL, expires INTEGER,
    body BLOB NOT NULL, PRIMARY KEY(tenant, log, sequence)) STRICT, WITHOUT ROWID;
  CREATE INDEX entry_expires ON entry(expires) WHERE expires IS NOT NULL;
  CREATE TABLE sequence(
    tenant BLOB NOT NULL, log TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(tenant, log)) STRICT, WITHOUT ROWID;
  INSERT INTO sequence(tenant, log, last) VALUES (x'', 'version', 0);
  PRAGMA application_id = 1399287412;
  PRAGMA user_version = 1;
)sql";

// What was committed is on the disk. What is deleted is overwritten where that costs nothing.
constexpr const char* kWriterPragmas =
    "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;"
    "PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -2048";
constexpr const char* kReaderPragmas = "PRAGMA query_only = 1; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -256";

enum class Found : std::uint8_t { nothing, ours };

/// A file without any content is a database without tables.
Result<Found> look(Database& database) {
  const auto application = database.number("PRAGMA application_id");
  // The first read of a file that is no database fails, and of one that is broken.
  if (!application && application.error().subject == "corrupt") return fail(Errc::store_unavailable, "foreign");
  if (!application) return std::unexpected(application.error());
  SIGNET_TRY(const std::int64_t version, database.number("PRAGMA user_version"));
  SIGNET_TRY(const std::int64_t tables, database.number("SELECT count(*) FROM sqlite_schema"));
  if (*application == 0 && version == 0 && tables == 0) return Found::nothing;
  if (*application != kApplication || version < 1) return fail(Errc::store_unavailable, "foreign");
  if (version > kVersion) return fail(Errc::store_unavailable, "newer");
  return Found::ours;
}

Result<> make_tables(Database& database) {
  SIGNET_CHECK(database.begin());
  if (auto made = database.run(kTables); !made) {
    database.rollback();
    return made;
  }
  return database.commit();
}

Result<> set_most_pages(Database& database, std::uint64_t max_octets) {
  if (max_octets == 0) return {};
  const std::uint64_t pages = std::max<std::uint64_t>(max_octets / kPageOctets, 1);
  return database.run(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
}

}  // namespace

Result<Database> open_writer(const std::string& path, std::uint64_t max_octets) {
  SIGNET_TRY(Database database, Database::open(path));
  SIGNET_TRY(const Found found, look(database));
  // Readers do not wait for the writer, and a commit is one write to one file. The mode stays in the file.
  SIGNET_CHECK(database.run("PRAGMA journal_mode = WAL"));
  SIGNET_CHECK(database.run(kWriterPragmas));
  if (found == Found::nothing) SIGNET_CHECK(make_tables(database));
  SIGNET_CHECK(set_most_pages(database, max_octets));
  return database;
}

Result<Database> open_reader(const std::string& path) {
  SIGNET_TRY(Database database, Database::open(path));
  SIGNET_CHECK(database.run(kReaderPragmas));
  return database;
}

}  // namespace signet::server::storage::sqlite
