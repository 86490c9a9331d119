#include "server/serve/application.h"

#include <filesystem>

#include "server/serve/backup.h"
#include "server/storage/open.h"
#include "try.h"

namespace signet::server {
namespace {

/// Of the machine: tokens say when they are good in everybody's time, also after the machine's clock was set.
class WallClock final : public Clock {
 public:
  Timestamp now() const noexcept override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
};

constexpr const char* kMasterKeyVariable = "SIGNET_MASTER_KEY";

/// From the environment, else from the file, which is made where there is none.
Result<keyring::MasterKey> open_master_key(const std::string& path) {
  // Read once at the start, while there is one thread.
  if (const char* text = std::getenv(kMasterKeyVariable))
    return keyring::MasterKey::from_text(text);  // NOLINT(concurrency-mt-unsafe)
  if (std::filesystem::exists(path)) return keyring::MasterKey::load(path);
  return keyring::MasterKey::create(path);
}

}  // namespace

Result<std::unique_ptr<Application>> Application::open(const ServeConfig& config, const Notice& notice,
                                                       std::shared_ptr<const Clock> clock) {
  std::unique_ptr<Application> application(new Application());
  application->clock_ = clock ? std::move(clock) : std::make_shared<WallClock>();
  SIGNET_CHECK(application->open_parts(config, notice));
  return application;
}

Result<> Application::open_parts(const ServeConfig& config, const Notice& notice) {
  SIGNET_TRY(store_, storage::open_store("sqlite", {.place = config.data, .clock = clock_}));
  SIGNET_TRY(keyring::MasterKey master, open_master_key(config.master_key_file));
  master_ = std::make_shared<const keyring::MasterKey>(std::move(master));
  SIGNET_TRY(vault_, Vault::open(*store_, master_));
  engine_ = std::make_unique<keyring::Engine>(*store_, master_, clock_);
  SIGNET_TRY(fetcher_, start_fetcher(config.fetch));
  if (config.log.decisions != LogWhat::none) {
    SIGNET_TRY(log_, LineLog::open(config.log.file));
  }
  waiting_ = std::make_shared<Waiting>();
  PartyNeeds parties{.vault = *vault_, .seams = {.http = fetcher_, .timers = fetcher_}, .on_keys = {}};
  parties.on_keys = [waiting = std::weak_ptr(waiting_)] {
    if (const auto alive = waiting.lock()) alive->ring();
  };
  parties.on_unusable = [notice](std::string_view tenant, std::string_view party, const Error& error) {
    if (notice)
      notice("tenant " + std::string(tenant) + ": " + std::string(party) + " is left out: " + to_string(error));
  };
  catalog_ = std::make_unique<Catalog>(CatalogNeeds{
      .store = *store_, .engine = *engine_, .clock = clock_, .base = *config.base_url, .parties = std::move(parties)});
  loader_ = std::make_unique<Loader>(*catalog_, [this, notice](std::string_view tenant, const Error* error) {
    tally_.count_rotation(error == nullptr);
    if (error != nullptr && notice) notice("tenant " + std::string(tenant) + ": " + to_string(*error));
  });
  SIGNET_TRY(services_, oauth::Services::make({.catalog = *catalog_,
                                               .waiting = *waiting_,
                                               .timers = fetcher_,
                                               .log = log_,
                                               .logs_all = config.log.decisions == LogWhat::all,
                                               .tally = tally_}));
  door_ = std::make_unique<oauth::Door>(*services_, *loader_);
  admin::AdminNeeds needs{.catalog = *catalog_, .loader = *loader_, .backup = {}};
  needs.backup = [this, path = config.master_key_file](const std::string& to, bool with_master_key) {
    // Where the master key came from the environment there is no file.
    const bool has_file = std::filesystem::exists(path);
    return write_backup(*store_, *master_, {.path = to, .master_key_file = with_master_key && has_file ? path : ""});
  };
  admin_ = std::make_unique<admin::Admin>(std::move(needs));
  return {};
}

/// First nobody waits, then no timer comes any more, and then the store answers what it was asked: its answers need
/// what is still here.
Application::~Application() {
  if (waiting_) waiting_->end();
  if (loader_) loader_->end();
  if (fetcher_) fetcher_->stop();
  if (catalog_)
    for (const auto& tenant : catalog_->loaded()) tenant->revocations().end();
  store_.reset();
}

oauth::Standing Application::standing(const net::Counters& http) const {
  return {.http = http,
          .tenants = catalog_->count(),
          .failed_authentications = services_->failures().counted(),
          .lost_lines = log_ ? log_->lost() : 0};
}

Result<> Application::check_ready() {
  SIGNET_TRY(const auto found, storage::wait_for<std::optional<storage::Record>>([&](auto done) {
               store_->get({.kind = storage::Kind::meta, .tenant = {}, .id = "hash key"}, std::move(done));
             }));
  return found ? Result<>{} : fail(Errc::store_unavailable, "corrupt");
}

}  // namespace signet::server
