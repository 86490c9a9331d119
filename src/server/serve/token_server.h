// The token server: an application at its sockets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/serve/application.h"
#include "server/serve/bootstrap.h"
#include "server/serve/config.h"

namespace signet::server {

class TokenServer {
 public:
  /// Serves when it returns. Errors: those of Application::open, bootstrap(), net::Server and net::TlsContext.
  static Result<std::unique_ptr<TokenServer>> start(ServeConfig config, const Notice& notice = {});
  ~TokenServer();
  TokenServer(const TokenServer&) = delete;
  TokenServer& operator=(const TokenServer&) = delete;

  /// Where it listens: "127.0.0.1:8080".
  const std::vector<std::string>& addresses() const noexcept;
  /// What the first start made; nothing at later ones.
  const std::optional<FirstClient>& first_client() const noexcept;
  Application& application() noexcept;
  /// Reads the files of TLS again, and tells all that is in memory to follow the store. Errors: those of TlsContext.
  Result<> reload();
  /// Accepts no more, and waits for what was begun, for as long as the configuration says.
  void stop();

 private:
  class State;
  explicit TokenServer(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// The socket of the admin API in a data folder.
std::string admin_socket(const std::string& data);

}  // namespace signet::server
