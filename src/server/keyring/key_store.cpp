#include "server/keyring/key_store.h"

#include <utility>

#include "try.h"

namespace signet::server::keyring {

using storage::Kind;
using storage::Record;
using storage::wait_for;

Result<std::vector<Record>> list_all(storage::Store& store, Kind kind, const std::string& tenant, std::size_t most) {
  std::vector<Record> all;
  storage::Query query{.kind = kind, .tenant = tenant};
  for (;;) {
    SIGNET_TRY(storage::Page page,
               wait_for<storage::Page>([&](storage::Done<storage::Page> done) { store.list(query, std::move(done)); }));
    for (Record& record : page.records) all.push_back(std::move(record));
    if (all.size() > most) return fail(Errc::limit_exceeded, "keys");
    if (page.next.empty()) return all;
    query.after = std::move(page.next);
  }
}

Result<std::vector<StoredKey>> KeyStore::load(const std::string& tenant) const {
  SIGNET_TRY(const std::vector<Record> records, list_all(*store_, Kind::key, tenant, kMaxKeys));
  std::vector<StoredKey> keys;
  keys.reserve(records.size());
  for (const Record& record : records) {
    SIGNET_TRY(StoredKey key, from_record(*master_, record));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<bool> KeyStore::insert(const std::string& tenant, const StoredKey& key) const {
  SIGNET_TRY(Record record, to_record(*master_, tenant, key));
  return wait_for<bool>([&](storage::Done<bool> done) { store_->insert(std::move(record), std::move(done)); });
}

Result<bool> KeyStore::replace(const std::string& tenant, const StoredKey& key) const {
  SIGNET_TRY(Record record, to_record(*master_, tenant, key));
  return wait_for<bool>([&](storage::Done<bool> done) { store_->replace(std::move(record), std::move(done)); });
}

Result<bool> KeyStore::remove(const std::string& tenant, const StoredKey& key) const {
  // To erase knows no version: the record is replaced by an empty one that has expired, and so is not there.
  Record gone{.name = {.kind = Kind::key, .tenant = tenant, .id = key.info.kid},
              .version = key.version,
              .expires = Timestamp(Duration(1))};
  return wait_for<bool>([&](storage::Done<bool> done) { store_->replace(std::move(gone), std::move(done)); });
}

Result<bool> KeyStore::erase(const std::string& tenant, std::string_view kid) const {
  return wait_for<bool>([&](storage::Done<bool> done) {
    store_->erase({.kind = Kind::key, .tenant = tenant, .id = std::string(kid)}, std::move(done));
  });
}

}  // namespace signet::server::keyring
