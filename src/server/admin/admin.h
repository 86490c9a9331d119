// The admin API: JSON over HTTP, on the socket of the data folder or a listener of its own. Its operations are a table,
// from which the OpenAPI document is made as well.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "server/serve/loader.h"
#include "server/tenancy/catalog.h"

namespace signet::server::admin {

struct AdminNeeds {
  Catalog& catalog;
  Loader& loader;
  std::function<Result<>(const std::string& path, bool with_master_key)> backup;
};

/// Used from many threads; every operation waits for the store.
class Admin {
 public:
  explicit Admin(AdminNeeds needs) noexcept : needs_(std::move(needs)) {}
  /// Who may ask was judged before. `by` is written into the audit log.
  net::Response answer(const net::Request& request, std::string_view by);

 private:
  AdminNeeds needs_;
};

}  // namespace signet::server::admin
