#include "server/storage/open.h"

#include <algorithm>

namespace signet::server::storage {
namespace {

constexpr const Backend* kBackends[] = {
#define SIGNET_STORE(name) &backend_rows::name,
#include "server/storage/backends/list.inc"
#undef SIGNET_STORE
};

}  // namespace

std::span<const Backend* const> backends() noexcept {
  return kBackends;
}

Result<std::unique_ptr<Store>> open_store(std::string_view name, const OpenOptions& options) {
  const auto* const row = std::ranges::find(kBackends, name, [](const Backend* backend) { return backend->name; });
  if (row == std::end(kBackends)) return fail(Errc::usage, "store");
  return (*row)->open(options);
}

}  // namespace signet::server::storage
