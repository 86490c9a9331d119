#include "server/storage/conformance.h"

#include <utility>

namespace signet::server::storage::test {
namespace {

/// The answer, which has to be one; that of an operation that failed is empty.
template <class T, class Start>
T answer_of(Start&& start) {
  auto answer = wait_for<T>(std::forward<Start>(start));
  EXPECT_EQ(signet::test::outcome(answer), "ok");
  return answer ? *std::move(answer) : T{};
}

}  // namespace

void StoreConformance::SetUp() {
  place_ = GetParam().make();
  reopen();
}

std::unique_ptr<Store> StoreConformance::open(Place& place) {
  auto opened = place.open(clock_);
  EXPECT_EQ(signet::test::outcome(opened), "ok");
  return opened ? *std::move(opened) : nullptr;
}

void StoreConformance::reopen() {
  store_.reset();
  store_ = open(*place_);
  ASSERT_TRUE(store_);
}

void StoreConformance::fill() {
  using namespace std::chrono_literals;
  using namespace std::string_literals;
  Record odd = record("a\0'"s, std::string(70'000, 'x'));
  odd.name.tenant = "grüße";
  odd.fields = {"one", "", "three"};
  odd.expires = in(1h);
  put(odd);
  put(record("used"));
  consume(name("used"));
  put({.name = name("gone"), .body = {}, .expires = in(1s)});
  put({.name = name("acme", "", Kind::tenant), .body = "t"});
  append(Log::revocations, "acme", "first", in(1s));
  append(Log::revocations, "acme", "second");
  append(Log::audit, "other", "gone", in(1s));
  put(record("erased"));
  erase(name("erased"));
  clock_->pass(1s);
}

std::optional<Record> StoreConformance::get(const Name& name) {
  return answer_of<std::optional<Record>>([&](auto done) { store_->get(name, std::move(done)); });
}
std::uint64_t StoreConformance::put(const Record& record) {
  return answer_of<std::uint64_t>([&](auto done) { store_->put(record, std::move(done)); });
}
bool StoreConformance::insert(const Record& record) {
  return answer_of<bool>([&](auto done) { store_->insert(record, std::move(done)); });
}
bool StoreConformance::replace(const Record& record) {
  return answer_of<bool>([&](auto done) { store_->replace(record, std::move(done)); });
}
std::optional<Consumed> StoreConformance::consume(const Name& name) {
  return answer_of<std::optional<Consumed>>([&](auto done) { store_->consume(name, std::move(done)); });
}
bool StoreConformance::erase(const Name& name) {
  return answer_of<bool>([&](auto done) { store_->erase(name, std::move(done)); });
}
Page StoreConformance::list(const Query& query) {
  return answer_of<Page>([&](auto done) { store_->list(query, std::move(done)); });
}

std::vector<std::string> StoreConformance::ids(Query query) {
  std::vector<std::string> all;
  do {
    Page page = list(query);
    for (Record& record : page.records) all.push_back(std::move(record.name.id));
    query.after = std::move(page.next);
  } while (!query.after.empty());
  return all;
}

std::uint64_t StoreConformance::append(Log log, const std::string& tenant, const std::string& body, Timestamp expires) {
  return answer_of<std::uint64_t>([&](auto done) { store_->append(log, tenant, body, expires, std::move(done)); });
}
std::vector<Entry> StoreConformance::read_since(Log log, const std::string& tenant, std::uint64_t sequence,
                                                std::size_t limit) {
  return answer_of<std::vector<Entry>>(
      [&](auto done) { store_->read_since(log, tenant, sequence, limit, std::move(done)); });
}
std::size_t StoreConformance::sweep() {
  return answer_of<std::size_t>([&](auto done) { store_->sweep(std::move(done)); });
}
std::size_t StoreConformance::erase_tenant(const std::string& tenant) {
  return answer_of<std::size_t>([&](auto done) { store_->erase_tenant(tenant, std::move(done)); });
}

std::vector<Item> StoreConformance::dump() {
  std::vector<Item> items;
  const auto dumped = store_->dump([&items](const Item& item) -> Result<> {
    items.push_back(item);
    return {};
  });
  EXPECT_EQ(signet::test::outcome(dumped), "ok");
  return items;
}

}  // namespace signet::server::storage::test
