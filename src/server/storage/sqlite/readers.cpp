#include "server/storage/sqlite/readers.h"

#include <algorithm>
#include <limits>

#include "server/storage/sqlite/rows.h"
#include "server/storage/sqlite/schema.h"
#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

// (now, tenant, kind, after, limit, value). The index is named: without figures of its contents SQLite has to guess.
#define SIGNET_LIST(from, by)                                                \
  "SELECT " SIGNET_RECORD_COLUMNS " FROM record " from " WHERE " SIGNET_LIVE \
  " AND tenant = ?2 AND kind = ?3 AND id > ?4" by " ORDER BY id LIMIT ?5"
constexpr const char* kList = SIGNET_LIST("", "");
constexpr const char* kListBy[kFields] = {
    SIGNET_LIST("INDEXED BY record_field0", " AND field0 = ?6"),
    SIGNET_LIST("INDEXED BY record_field1", " AND field1 = ?6"),
    SIGNET_LIST("INDEXED BY record_field2", " AND field2 = ?6"),
};
constexpr const char* kSince = "SELECT " SIGNET_ENTRY_COLUMNS " FROM entry WHERE " SIGNET_LIVE
                               " AND tenant = ?2 AND log = ?3 AND sequence > ?4 ORDER BY sequence LIMIT ?5";

/// SQLite's numbers have a sign.
constexpr auto kLastNumber = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(const std::string& path) {
  SIGNET_TRY(Database database, open_reader(path));
  std::unique_ptr<Reader> reader(new Reader(std::move(database)));
  SIGNET_TRY(reader->get_, reader->database_.prepare(kSelectRecord));
  SIGNET_TRY(reader->list_, reader->database_.prepare(kList));
  SIGNET_TRY(reader->since_, reader->database_.prepare(kSince));
  for (std::size_t i = 0; i < kFields; ++i) {
    SIGNET_TRY(reader->list_by_[i], reader->database_.prepare(kListBy[i]));
  }
  return reader;
}

Result<std::optional<Record>> Reader::get(const Name& name, Timestamp now) {
  Cursor cursor(get_);
  SIGNET_TRY(const bool found, bind_name(cursor.number(as_number(now)), name).step());
  if (!found) return std::nullopt;
  return read_record(cursor);
}

Result<Page> Reader::list(const Query& query, Timestamp now) {
  const std::size_t limit = std::min(query.limit, kMaxPage);
  Cursor cursor(query.field ? list_by_[*query.field] : list_);
  cursor.number(as_number(now)).octets(query.tenant).text(name_of(query.kind)).octets(query.after);
  cursor.number(std::uint64_t{limit} + 1);  // one more tells whether there is another page
  if (query.field) cursor.octets_or_null(query.value);
  Page page;
  for (std::size_t octets = 0;;) {
    SIGNET_TRY(const bool found, cursor.step());
    if (!found) return page;
    if (page.records.size() == limit || octets >= kMaxPageOctets) break;
    SIGNET_TRY(Record record, read_record(cursor));
    octets += record.body.size();
    page.records.push_back(std::move(record));
  }
  page.next = page.records.back().name.id;
  return page;
}

Result<std::vector<Entry>> Reader::read_since(Log log, std::string_view tenant, std::uint64_t sequence,
                                              std::size_t limit, Timestamp now) {
  Cursor cursor(since_);
  cursor.number(as_number(now)).octets(tenant).text(name_of(log));
  cursor.number(std::min(sequence, kLastNumber)).number(std::uint64_t{std::min(limit, kMaxPage)});
  std::vector<Entry> entries;
  for (std::size_t octets = 0; octets < kMaxPageOctets;) {
    SIGNET_TRY(const bool found, cursor.step());
    if (!found) break;
    SIGNET_TRY(LogEntry read, read_entry(cursor));
    octets += read.entry.body.size();
    entries.push_back(std::move(read.entry));
  }
  return entries;
}

Result<std::unique_ptr<Reader>> Readers::take() {
  {
    std::unique_lock lock(mutex_);
    is_free_.wait(lock, [this] { return !free_.empty() || opened_ < most_; });
    if (!free_.empty()) {
      std::unique_ptr<Reader> reader = std::move(free_.back());
      free_.pop_back();
      return reader;
    }
    ++opened_;
  }
  auto opened = Reader::open(path_);
  if (!opened) {
    const std::lock_guard lock(mutex_);
    --opened_;
    is_free_.notify_one();
  }
  return opened;
}

void Readers::give_back(std::unique_ptr<Reader> reader) {
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
  }
  is_free_.notify_one();
}

}  // namespace signet::server::storage::sqlite
