// What every kind of store has to do: one suite, instantiated for each way to open one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/storage/open.h"
#include "server/storage/store.h"
#include "signet/seams/clock.h"
#include "support.h"

namespace signet::server::storage::test {

/// A clock that stands still until it is told otherwise.
class StandingClock final : public Clock {
 public:
  Timestamp now() const noexcept override { return Timestamp(Duration(now_.load())); }
  void pass(Duration time) noexcept { now_ += time.count(); }

 private:
  std::atomic<std::int64_t> now_{1'800'000'000'000'000};
};

/// A place of its own for each test, empty at first and gone afterwards.
class Place {
 public:
  Place() = default;
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  virtual ~Place() = default;
  /// What was kept there before is there again.
  virtual Result<std::unique_ptr<Store>> open(std::shared_ptr<const Clock> clock) = 0;
};
struct Way {
  std::string name;
  std::function<std::unique_ptr<Place>()> make;
};

class StoreConformance : public testing::TestWithParam<Way> {
 protected:
  void SetUp() override;
  void reopen();
  std::unique_ptr<Store> open(Place& place);
  /// Something of everything: used, odd, erased and expired.
  void fill();
  /// At the clock's time and a bit.
  Timestamp in(Duration time) const { return clock_->now() + time; }

  // The operations, which must not fail.
  std::optional<Record> get(const Name& name);
  std::uint64_t put(const Record& record);
  bool insert(const Record& record);
  bool replace(const Record& record);
  std::optional<Consumed> consume(const Name& name);
  bool erase(const Name& name);
  Page list(const Query& query);
  /// Their ids, over all pages.
  std::vector<std::string> ids(Query query);
  std::uint64_t append(Log log, const std::string& tenant, const std::string& body, Timestamp expires = {});
  std::vector<Entry> read_since(Log log, const std::string& tenant, std::uint64_t sequence, std::size_t limit = 100);
  std::size_t sweep();
  std::size_t erase_tenant(const std::string& tenant);
  std::vector<Item> dump();

  Store& store() { return *store_; }
  std::shared_ptr<StandingClock> clock_ = std::make_shared<StandingClock>();
  std::unique_ptr<Place> place_;
  std::unique_ptr<Store> store_;
};

/// Runs `work(i)` on so many threads at once.
template <class Work>
void race(std::size_t threads, const Work& work) {
  std::atomic<std::size_t> ready = 0;
  std::vector<std::thread> all;
  all.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    all.emplace_back([&, i] {
      ++ready;
      while (ready < threads) std::this_thread::yield();
      work(i);
    });
  }
  for (std::thread& thread : all) thread.join();
}

inline Name name(std::string id, std::string tenant = "acme", Kind kind = Kind::used) {
  return {.kind = kind, .tenant = std::move(tenant), .id = std::move(id)};
}
inline Record record(std::string id, std::string body = "body") {
  return {.name = name(std::move(id)), .body = std::move(body)};
}

}  // namespace signet::server::storage::test
