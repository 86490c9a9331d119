// Stores by their names.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/storage/store.h"
#include "signet/seams/clock.h"

namespace signet::server::storage {

struct OpenOptions {
  std::string place;                   ///< sqlite: the data folder, made when there is none
  std::shared_ptr<const Clock> clock;  ///< says what has expired
  std::uint64_t max_octets = 0;        ///< sqlite: how large the database may grow; 0: as large as the disk lets it
};

/// One kind of store. A row is defined in backends/<name>.cpp.
struct Backend {
  std::string_view name;
  Result<std::unique_ptr<Store>> (*open)(const OpenOptions& options);
};

/// All, in the order of list.inc.
std::span<const Backend* const> backends() noexcept;

/// Errors: usage(store) for an unknown name; store_unavailable(REASON): locked (another process has the folder),
/// foreign (the database is not Signet's, or none), newer (a newer Signet wrote it), permissions (everybody may write
/// into the folder), and those of an operation; file_unwritable(PATH) for the folder and its files.
Result<std::unique_ptr<Store>> open_store(std::string_view name, const OpenOptions& options);

namespace backend_rows {
#define SIGNET_STORE(name) extern const Backend name;
#include "server/storage/backends/list.inc"
#undef SIGNET_STORE
}  // namespace backend_rows

}  // namespace signet::server::storage
