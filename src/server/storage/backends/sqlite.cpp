#include "server/storage/sqlite/store.h"

namespace signet::server::storage {

constinit const Backend backend_rows::sqlite{.name = "sqlite", .open = sqlite::open};

}  // namespace signet::server::storage
