// What the first start makes, so that there is something to use.
#pragma once

#include <optional>
#include <string>

#include "server/serve/application.h"

namespace signet::server {

struct FirstClient {
  std::string tenant;
  std::string issuer = {};
  std::string id = {};
  std::string secret = {};  ///< shown once
  std::string scope = {};
};

/// The tenant `default` with its API and a client for client_credentials, where the installation is new; else nothing.
/// It is begun anew when it was broken off. Errors: those of the admin API's operations, as store_unavailable and
/// others.
Result<std::optional<FirstClient>> bootstrap(Application& application);

}  // namespace signet::server
