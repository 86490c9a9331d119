// All of a token server but its sockets: for the server, and for commands while none runs.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/admin/admin.h"
#include "server/keyring/engine.h"
#include "server/oauth/door.h"
#include "server/oauth/services.h"
#include "server/oauth/tally.h"
#include "server/serve/config.h"
#include "server/serve/loader.h"
#include "server/storage/store.h"
#include "signet/fetcher.h"

namespace signet::server {

/// What its owner may want to tell an operator, in one line. Called from any thread; it must not wait.
using Notice = std::function<void(std::string_view line)>;

class Application {
 public:
  /// `clock` is the machine's where none is given. Opens the data folder, which nobody else may have open; makes it,
  /// and a master key, where there is none. Errors: those of storage::open_store, MasterKey, Vault::open,
  /// Fetcher::start, LineLog::open, Services::make.
  static Result<std::unique_ptr<Application>> open(const ServeConfig& config, const Notice& notice = {},
                                                   std::shared_ptr<const Clock> clock = nullptr);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  oauth::Door& door() noexcept { return *door_; }
  oauth::Services& services() noexcept { return *services_; }
  admin::Admin& admin() noexcept { return *admin_; }
  Catalog& catalog() noexcept { return *catalog_; }
  storage::Store& store() noexcept { return *store_; }
  oauth::Standing standing(const net::Counters& http) const;
  const oauth::Tally& tally() const noexcept { return tally_; }
  /// Whether the store answers.
  Result<> check_ready();

 private:
  Application() = default;
  Result<> open_parts(const ServeConfig& config, const Notice& notice);

  // Each uses those above it.
  std::shared_ptr<const Clock> clock_;
  std::unique_ptr<storage::Store> store_;
  std::shared_ptr<const keyring::MasterKey> master_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<keyring::Engine> engine_;
  std::shared_ptr<Fetcher> fetcher_;
  std::shared_ptr<LineLog> log_;
  oauth::Tally tally_;
  std::shared_ptr<Waiting> waiting_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Loader> loader_;
  std::unique_ptr<oauth::Services> services_;
  std::unique_ptr<oauth::Door> door_;
  std::unique_ptr<admin::Admin> admin_;
};

}  // namespace signet::server
