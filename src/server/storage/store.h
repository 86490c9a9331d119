// The seam to what holds a server's state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/storage/record.h"
#include "signet/result.h"

namespace signet::server::storage {

/// Called once, from a thread of the store or before the operation returns. It never throws and never waits; it may ask
/// the store again.
template <class T>
using Done = std::move_only_function<void(Result<T>)>;

using DumpSink = std::function<Result<>(const Item&)>;
/// The next item; nothing at the end.
using LoadSource = std::function<Result<std::optional<Item>>()>;

/// Operations may be called from many threads. Each happens at one moment between the call and its answer, wholly or
/// not at all, and what was answered without an error is durable: it outlives the process and the machine's power. A
/// record or entry that has expired is not there, for every operation. Errors of all: store_unavailable(REASON), then
/// nothing was done: busy (too much waits), full (no room), io, corrupt, memory, closed (the store is being destroyed).
/// Those of check_name, check_record, check_query and check_entry.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  /// Does what was asked for before, and answers it. What its answers ask for is answered store_unavailable(closed).
  virtual ~Store() = default;

  virtual void get(Name name, Done<std::optional<Record>> done) = 0;
  /// Makes it or replaces what is there; answers the new version. The record's own version does not count.
  virtual void put(Record record, Done<std::uint64_t> done) = 0;
  /// Makes it where there is none, also none that is used. False: there is one.
  virtual void insert(Record record, Done<bool> done) = 0;
  /// Replaces it where it is there with that version. False: it is not.
  virtual void replace(Record record, Done<bool> done) = 0;
  /// Marks it as used. Of all who ever ask exactly one gets `first`. It stays, used, until it expires: for ever, when
  /// it does not expire.
  virtual void consume(Name name, Done<std::optional<Consumed>> done) = 0;
  /// Whether there was one.
  virtual void erase(Name name, Done<bool> done) = 0;
  virtual void list(Query query, Done<Page> done) = 0;

  /// Answers the entry's number, which its predecessor's is followed by: nobody sees an entry before those with smaller
  /// numbers. Numbers go on when entries have expired, and when the tenant is erased and made again.
  virtual void append(Log log, std::string tenant, std::string body, Timestamp expires, Done<std::uint64_t> done) = 0;
  /// Entries with greater numbers, at most `limit` of them (0 is usage(limit)) and not more than kMaxPageOctets; none:
  /// this was the end.
  virtual void read_since(Log log, std::string tenant, std::uint64_t sequence, std::size_t limit,
                          Done<std::vector<Entry>> done) = 0;

  /// Removes what has expired, in pieces between which other operations are done; answers how much. An error says that
  /// the rest is still there.
  virtual void sweep(Done<std::size_t> done) = 0;
  /// Removes all records and entries of a tenant, as sweep(). usage(tenant) for the whole installation; the record of
  /// Kind::tenant is one of the installation and stays.
  virtual void erase_tenant(std::string tenant, Done<std::size_t> done) = 0;

  /// Everything, of one moment, while others go on. Waits: for a backup. Errors: also those of the sink.
  virtual Result<> dump(const DumpSink& sink) = 0;
  /// Takes what dump() gave, versions, numbers and marks as they are; all of it or, with an error, nothing. Others
  /// wait. Errors: file_exists(store) where anything is or was kept before; those of the source; malformed_backup(item)
  /// for what is there twice or cannot be.
  virtual Result<> load(const LoadSource& source) = 0;
};

/// Waits for the answer: `wait_for<bool>([&](auto done) { store.insert(record, std::move(done)); })`. For the start,
/// the command line and tests; never from within an answer.
template <class T, class Start>
Result<T> wait_for(Start&& start) {
  std::promise<Result<T>> promise;
  std::future<Result<T>> answer = promise.get_future();
  std::forward<Start>(start)(
      Done<T>([promise = std::move(promise)](Result<T> result) mutable { promise.set_value(std::move(result)); }));
  return answer.get();
}

}  // namespace signet::server::storage
