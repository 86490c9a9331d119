// Of several nodes one changes the keys of a tenant. The lease spares work; that the keys stay whole is held by
// versions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "server/storage/store.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::server::keyring {

/// Longer than a step takes, RSA keys of 8192 bits apart.
inline constexpr Duration kLeaseTime = std::chrono::seconds(30);

/// Held until it ends or its time has passed. Waits for the store, also at its end.
class Lease {
 public:
  /// Nothing: somebody else has it. Errors: those of the store, internal(random).
  static Result<std::optional<Lease>> take(storage::Store& store, const std::string& tenant, Timestamp now);
  Lease(Lease&& other) noexcept : store_(other.store_), record_(std::move(other.record_)) { other.store_ = nullptr; }
  Lease& operator=(Lease&&) = delete;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();

 private:
  Lease(storage::Store& store, storage::Record record) : store_(&store), record_(std::move(record)) {}
  storage::Store* store_;
  storage::Record record_;
};

}  // namespace signet::server::keyring
