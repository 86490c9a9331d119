// The store in one file of a folder.
#pragma once

#include <memory>

#include "server/storage/open.h"

namespace signet::server::storage::sqlite {

/// Errors: as open_store().
Result<std::unique_ptr<Store>> open(const OpenOptions& options);

}  // namespace signet::server::storage::sqlite
