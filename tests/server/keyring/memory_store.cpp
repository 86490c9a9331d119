#include "server/keyring/memory_store.h"

namespace signet::server::keyring::test {

using storage::Done;
using storage::Kind;
using storage::Name;
using storage::Page;
using storage::Query;
using storage::Record;

namespace {

constexpr Errc kBroken = Errc::internal;

}  // namespace

void MemoryStore::break_after(std::size_t writes) {
  const std::scoped_lock lock(mutex_);
  writes_left_ = writes;
  has_broken_ = false;
}

bool MemoryStore::has_broken() const {
  const std::scoped_lock lock(mutex_);
  return has_broken_;
}

std::size_t MemoryStore::writes() const {
  const std::scoped_lock lock(mutex_);
  return writes_;
}

std::vector<Record> MemoryStore::all(Kind kind, const std::string& tenant) const {
  const std::scoped_lock lock(mutex_);
  std::vector<Record> found;
  for (const auto& [place, record] : records_)
    if (record.name.kind == kind && record.name.tenant == tenant && !is_gone(record)) found.push_back(record);
  return found;
}

void MemoryStore::overwrite(Record record) {
  const std::scoped_lock lock(mutex_);
  keep(std::move(record));
}

bool MemoryStore::is_gone(const Record& record) const {
  return record.expires != Timestamp{} && record.expires <= clock_->now();
}

Record* MemoryStore::find(const Name& name) {
  const auto found = records_.find(place_of(name));
  if (found == records_.end()) return nullptr;
  return is_gone(found->second) ? nullptr : &found->second;
}

bool MemoryStore::may_write() {
  if (writes_left_ == 0) {
    has_broken_ = true;
    return false;
  }
  --writes_left_;
  ++writes_;
  return true;
}

std::uint64_t MemoryStore::keep(Record record) {
  record.version = ++version_;
  records_[place_of(record.name)] = std::move(record);
  return version_;
}

void MemoryStore::get(Name name, Done<std::optional<Record>> done) {
  std::optional<Record> found;
  {
    const std::scoped_lock lock(mutex_);
    if (const Record* record = find(name)) found = *record;
  }
  done(std::move(found));
}

void MemoryStore::put(Record record, Done<std::uint64_t> done) {
  Result<std::uint64_t> version = fail(kBroken, "store");
  {
    const std::scoped_lock lock(mutex_);
    if (may_write()) version = keep(std::move(record));
  }
  done(std::move(version));
}

void MemoryStore::insert(Record record, Done<bool> done) {
  Result<bool> answer = false;
  {
    const std::scoped_lock lock(mutex_);
    if (find(record.name) == nullptr) {
      answer = may_write() ? Result<bool>(keep(std::move(record)) != 0) : fail(kBroken, "store");
    }
  }
  done(std::move(answer));
}

void MemoryStore::replace(Record record, Done<bool> done) {
  Result<bool> answer = false;
  {
    const std::scoped_lock lock(mutex_);
    const Record* there = find(record.name);
    if (there != nullptr && there->version == record.version) {
      answer = may_write() ? Result<bool>(keep(std::move(record)) != 0) : fail(kBroken, "store");
    }
  }
  done(std::move(answer));
}

void MemoryStore::consume(Name, Done<std::optional<storage::Consumed>> done) {
  done(fail(Errc::usage, "store"));
}

void MemoryStore::erase(Name name, Done<bool> done) {
  Result<bool> answer = false;
  {
    const std::scoped_lock lock(mutex_);
    if (find(name) != nullptr) {
      answer = may_write() ? Result<bool>(records_.erase(place_of(name)) == 1) : fail(kBroken, "store");
    }
  }
  done(std::move(answer));
}

void MemoryStore::list(Query query, Done<Page> done) {
  Page page;
  {
    const std::scoped_lock lock(mutex_);
    // Small pages, so that every test reads several.
    constexpr std::size_t kPage = 3;
    for (auto at = records_.upper_bound({query.kind, query.tenant, query.after}); at != records_.end(); ++at) {
      const Record& record = at->second;
      if (record.name.kind != query.kind || record.name.tenant != query.tenant) break;
      if (is_gone(record)) continue;
      if (page.records.size() == kPage) {
        page.next = page.records.back().name.id;
        break;
      }
      page.records.push_back(record);
    }
  }
  done(std::move(page));
}

void MemoryStore::append(storage::Log, std::string, std::string, Timestamp, Done<std::uint64_t> done) {
  done(fail(Errc::usage, "store"));
}

void MemoryStore::read_since(storage::Log, std::string, std::uint64_t, std::size_t,
                             Done<std::vector<storage::Entry>> done) {
  done(fail(Errc::usage, "store"));
}

void MemoryStore::sweep(Done<std::size_t> done) {
  done(fail(Errc::usage, "store"));
}

void MemoryStore::erase_tenant(std::string, Done<std::size_t> done) {
  done(fail(Errc::usage, "store"));
}

Result<> MemoryStore::dump(const storage::DumpSink&) {
  return fail(Errc::usage, "store");
}

Result<> MemoryStore::load(const storage::LoadSource&) {
  return fail(Errc::usage, "store");
}

}  // namespace signet::server::keyring::test
