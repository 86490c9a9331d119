#include "server/storage/sqlite/store.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "server/storage/sqlite/folder.h"
#include "server/storage/sqlite/readers.h"
#include "server/storage/sqlite/schema.h"
#include "server/storage/sqlite/transfer.h"
#include "server/storage/sqlite/writer.h"
#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

constexpr unsigned kMaxReaders = 8;

std::size_t octets_of(const Record& record) noexcept {
  std::size_t octets = record.name.id.size() + record.name.tenant.size() + record.body.size();
  for (const std::string& field : record.fields) octets += field.size();
  return octets;
}

class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<Store>> open(const OpenOptions& options) {
    SIGNET_TRY(Folder folder, Folder::lock(options.place));
    SIGNET_TRY(std::string path, folder.file("signet.db"));
    SIGNET_TRY(Database database, open_writer(path, options.max_octets));
    SIGNET_TRY(Session session, Session::open(std::move(database)));
    SIGNET_TRY(auto writer, Writer::start(std::move(session)));
    return std::unique_ptr<Store>(
        new SqliteStore(std::move(folder), std::move(path), options.clock, std::move(writer)));
  }

  // While all is there that answers may ask for.
  ~SqliteStore() override { writer_->stop(); }

  void get(Name name, Done<std::optional<Record>> done) override {
    if (auto good = check_name(name); !good) return done(std::unexpected(std::move(good).error()));
    done(readers_.with([&](Reader& reader) { return reader.get(name, clock_->now()); }));
  }

  void put(Record record, Done<std::uint64_t> done) override {
    change<&Session::put>(std::move(record), std::move(done));
  }
  void insert(Record record, Done<bool> done) override { change<&Session::insert>(std::move(record), std::move(done)); }
  void replace(Record record, Done<bool> done) override {
    change<&Session::replace>(std::move(record), std::move(done));
  }
  void consume(Name name, Done<std::optional<Consumed>> done) override {
    decide<&Session::consume>(std::move(name), std::move(done));
  }
  void erase(Name name, Done<bool> done) override { decide<&Session::erase>(std::move(name), std::move(done)); }

  void list(Query query, Done<Page> done) override {
    if (auto good = check_query(query); !good) return done(std::unexpected(std::move(good).error()));
    done(readers_.with([&](Reader& reader) { return reader.list(query, clock_->now()); }));
  }

  void append(Log log, std::string tenant, std::string body, Timestamp expires, Done<std::uint64_t> done) override {
    if (auto good = check_entry(tenant, body); !good) return done(std::unexpected(std::move(good).error()));
    const std::size_t octets = tenant.size() + body.size();
    auto work = [this, log, tenant = std::move(tenant), body = std::move(body), expires](Session& session) {
      return session.append(log, tenant, body, expires, clock_->now());
    };
    writer_->submit(single(octets, std::move(work), std::move(done)));
  }

  void read_since(Log log, std::string tenant, std::uint64_t sequence, std::size_t limit,
                  Done<std::vector<Entry>> done) override {
    if (auto good = check_entry(tenant, {}); !good) return done(std::unexpected(std::move(good).error()));
    if (limit == 0) return done(fail(Errc::usage, "limit"));
    done(readers_.with([&](Reader& reader) { return reader.read_since(log, tenant, sequence, limit, clock_->now()); }));
  }

  void sweep(Done<std::size_t> done) override {
    writer_->submit(pieces(0, [this](Session& session) { return session.sweep(clock_->now()); }, std::move(done)));
  }

  void erase_tenant(std::string tenant, Done<std::size_t> done) override {
    if (tenant.empty()) return done(fail(Errc::usage, "tenant"));
    if (auto good = check_entry(tenant, {}); !good) return done(std::unexpected(std::move(good).error()));
    const std::size_t octets = tenant.size();
    auto work = [tenant = std::move(tenant)](Session& session) { return session.erase_tenant(tenant); };
    writer_->submit(pieces(octets, std::move(work), std::move(done)));
  }

  Result<> dump(const DumpSink& sink) override {
    SIGNET_TRY(Database reader, open_reader(path_));
    return dump_from(reader, clock_->now(), sink);
  }

  Result<> load(const LoadSource& source) override {
    return writer_->alone([&source](Session& session) -> Result<> {
      SIGNET_CHECK(load_into(session.database(), source));
      return session.resume();
    });
  }

 private:
  SqliteStore(Folder folder, std::string path, std::shared_ptr<const Clock> clock, std::unique_ptr<Writer> writer)
      : folder_(std::move(folder)),
        path_(std::move(path)),
        clock_(std::move(clock)),
        readers_(path_, std::clamp(std::thread::hardware_concurrency(), 1U, kMaxReaders)),
        writer_(std::move(writer)) {}

  template <auto kDo, class T>
  void change(Record record, Done<T> done) {
    if (auto good = check_record(record); !good) return done(std::unexpected(std::move(good).error()));
    const std::size_t octets = octets_of(record);
    auto work = [this, record = std::move(record)](Session& session) { return (session.*kDo)(record, clock_->now()); };
    writer_->submit(single(octets, std::move(work), std::move(done)));
  }

  template <auto kDo, class T>
  void decide(Name name, Done<T> done) {
    if (auto good = check_name(name); !good) return done(std::unexpected(std::move(good).error()));
    const std::size_t octets = name.tenant.size() + name.id.size();
    auto work = [this, name = std::move(name)](Session& session) { return (session.*kDo)(name, clock_->now()); };
    writer_->submit(single(octets, std::move(work), std::move(done)));
  }

  // The lock is given back last, when no connection is left.
  const Folder folder_;
  const std::string path_;
  const std::shared_ptr<const Clock> clock_;
  Readers readers_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace

Result<std::unique_ptr<Store>> open(const OpenOptions& options) {
  return SqliteStore::open(options);
}

}  // namespace signet::server::storage::sqlite
