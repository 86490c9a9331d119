// A store in memory that can be made to fail: enough of the contract for keys.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "server/storage/store.h"
#include "signet/seams/clock.h"

namespace signet::server::keyring::test {

class MemoryStore final : public storage::Store {
 public:
  using Record = storage::Record;

  explicit MemoryStore(std::shared_ptr<const Clock> clock) : clock_(std::move(clock)) {}

  /// After so many writes from now every write fails, as if the process had ended there; until mend().
  void break_after(std::size_t writes);
  void mend() { break_after(std::numeric_limits<std::size_t>::max()); }
  /// Whether a write has failed since break_after().
  bool has_broken() const;
  std::size_t writes() const;
  /// As they lie there, for tests that look behind the curtain and change what they find.
  std::vector<Record> all(storage::Kind kind, const std::string& tenant) const;
  void overwrite(Record record);

  void get(storage::Name name, storage::Done<std::optional<Record>> done) override;
  void put(Record record, storage::Done<std::uint64_t> done) override;
  void insert(Record record, storage::Done<bool> done) override;
  void replace(Record record, storage::Done<bool> done) override;
  void consume(storage::Name name, storage::Done<std::optional<storage::Consumed>> done) override;
  void erase(storage::Name name, storage::Done<bool> done) override;
  void list(storage::Query query, storage::Done<storage::Page> done) override;
  // Keys have no use for what follows: usage(store).
  void append(storage::Log log, std::string tenant, std::string body, Timestamp expires,
              storage::Done<std::uint64_t> done) override;
  void read_since(storage::Log log, std::string tenant, std::uint64_t sequence, std::size_t limit,
                  storage::Done<std::vector<storage::Entry>> done) override;
  void sweep(storage::Done<std::size_t> done) override;
  void erase_tenant(std::string tenant, storage::Done<std::size_t> done) override;
  Result<> dump(const storage::DumpSink& sink) override;
  Result<> load(const storage::LoadSource& source) override;

 private:
  using Place = std::tuple<storage::Kind, std::string, std::string>;
  static Place place_of(const storage::Name& name) { return {name.kind, name.tenant, name.id}; }
  /// Null when there is none, or it has expired. With the lock.
  Record* find(const storage::Name& name);
  bool is_gone(const Record& record) const;
  /// Whether one more write may be done. With the lock.
  bool may_write();
  std::uint64_t keep(Record record);

  std::shared_ptr<const Clock> clock_;
  mutable std::mutex mutex_;
  std::map<Place, Record> records_;
  std::uint64_t version_ = 0;
  std::size_t writes_ = 0;
  std::size_t writes_left_ = std::numeric_limits<std::size_t>::max();
  bool has_broken_ = false;
};

}  // namespace signet::server::keyring::test
