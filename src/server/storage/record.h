// What a store holds: records, the entries of logs, and how far each sequence has come.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::server::storage {

enum class Kind : std::uint8_t {
#define SIGNET_KIND(name) name,
#include "server/storage/kinds.inc"
#undef SIGNET_KIND
};
enum class Log : std::uint8_t {
#define SIGNET_LOG(name) name,
#include "server/storage/logs.inc"
#undef SIGNET_LOG
};

std::string_view name_of(Kind kind) noexcept;
std::string_view name_of(Log log) noexcept;
std::optional<Kind> find_kind(std::string_view name) noexcept;
std::optional<Log> find_log(std::string_view name) noexcept;

// Octets. The first three are such that every index of PostgreSQL can hold them together (2,704 octets).
inline constexpr std::size_t kMaxTenant = 255;
inline constexpr std::size_t kMaxId = 1024;
inline constexpr std::size_t kMaxField = 1024;
inline constexpr std::size_t kMaxBody = std::size_t{16} << 20;
/// Of a page of list() and read_since(): records, and octets of their bodies, of which one record may be more.
inline constexpr std::size_t kMaxPage = 1000;
inline constexpr std::size_t kMaxPageOctets = std::size_t{4} << 20;
inline constexpr std::size_t kFields = 3;

/// Any octets; an id is not empty. The tenant "" is the whole installation.
struct Name {
  Kind kind{};
  std::string tenant{};
  std::string id{};
  bool operator==(const Name&) const = default;
};

struct Record {
  Name name;
  std::string body{};                         ///< any octets
  std::array<std::string, kFields> fields{};  ///< indexed, list() finds by them; an empty one is none
  std::uint64_t version = 0;                  ///< given by the store, never twice, and growing with each change
  Timestamp expires{};                        ///< from then on it is not there; the zero time: never
  bool used = false;                          ///< consumed; once true it stays so until the record expires or is erased
  bool operator==(const Record&) const = default;
};

struct Consumed {
  bool first = false;
  Record record;  ///< as it is now: what replace() takes, so that the first may leave word for those who come later
};

/// Records of one kind and tenant in the order of their ids, or those of them whose field is `value`.
struct Query {
  Kind kind{};
  std::string tenant{};
  std::optional<std::uint8_t> field{};  ///< 0 to kFields - 1
  std::string value{};                  ///< an empty one finds nothing
  std::string after{};                  ///< ids that are greater; Page::next
  std::size_t limit = 100;              ///< 1 to kMaxPage; more counts as kMaxPage
};
struct Page {
  std::vector<Record> records;
  std::string next;  ///< for Query::after; empty: this was the last page
};

struct Entry {
  std::uint64_t sequence = 0;  ///< from 1, without gaps, for each log and tenant
  Timestamp at{};              ///< when it was appended
  Timestamp expires{};         ///< the zero time: never
  std::string body;
  bool operator==(const Entry&) const = default;
};

/// What a dump consists of, in this order: heads, records, entries. A head is the last number that was given: by a log
/// of a tenant, or, without a log, to a version of a record.
struct Head {
  std::optional<Log> log;
  std::string tenant;
  std::uint64_t last = 0;
  bool operator==(const Head&) const = default;
};
struct LogEntry {
  Log log{};
  std::string tenant;
  Entry entry;
  bool operator==(const LogEntry&) const = default;
};
using Item = std::variant<Head, Record, LogEntry>;

/// What a store may be asked for. Errors: usage(id) for an empty one, usage(field), usage(limit), and
/// limit_exceeded(tenant, id, field, body or after).
Result<> check_name(const Name& name);
Result<> check_record(const Record& record);
Result<> check_query(const Query& query);
Result<> check_entry(std::string_view tenant, std::string_view body);

}  // namespace signet::server::storage
