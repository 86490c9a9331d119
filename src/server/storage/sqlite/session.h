// The one connection that changes things: what each operation does within a transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server/storage/record.h"
#include "server/storage/sqlite/database.h"

namespace signet::server::storage::sqlite {

/// One piece of a removal.
struct Removed {
  std::size_t count = 0;
  bool more = false;  ///< there may be more of it
};

/// Operations are called between begin() and commit(), and see what those before them did. Errors: store_unavailable
/// (REASON); the transaction has to be rolled back then. `now` decides what has expired.
class Session {
 public:
  static Result<Session> open(Database database);

  Result<> begin();
  /// After an error nothing of it was kept.
  Result<> commit();
  void rollback() noexcept;

  Result<std::uint64_t> put(const Record& record, Timestamp now);
  Result<bool> insert(const Record& record, Timestamp now);
  Result<bool> replace(const Record& record, Timestamp now);
  Result<std::optional<Consumed>> consume(const Name& name, Timestamp now);
  Result<bool> erase(const Name& name, Timestamp now);
  Result<std::uint64_t> append(Log log, std::string_view tenant, std::string_view body, Timestamp expires,
                               Timestamp now);
  Result<Removed> sweep(Timestamp now);
  Result<Removed> erase_tenant(std::string_view tenant);

  /// What is done to it by others needs resume() when it was committed.
  Database& database() noexcept SIGNET_LIFETIME_BOUND { return database_; }
  /// Goes on from the version that is stored.
  Result<> resume();

 private:
  explicit Session(Database database) noexcept : database_(std::move(database)) {}
  Result<> prepare();

  Database database_;
  Statement select_, put_, insert_, replace_, consume_, erase_, version_set_, next_, append_;
  Statement sweep_records_, sweep_entries_, erase_records_, erase_entries_;
  std::uint64_t version_ = 0;        // the last that was given
  std::uint64_t saved_version_ = 0;  // the last that is stored
};

}  // namespace signet::server::storage::sqlite
