// What an IssuerRegistry is: who is registered, and which remote sets are open.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "keys/published.h"
#include "signet/issuer_registry.h"

namespace signet {

/// An issuer as it was registered. What can change is atomic, published, or guarded by the lock of the open ones.
struct RegisteredIssuer {
  struct Opened {
    std::shared_ptr<const RemoteJwkSet> remote;  // null for a source that was there already
    jwt::Verifier verifier;
  };

  RegisteredIssuer(jwt::Policy with_issuer, IssuerKeys from) : policy(std::move(with_issuer)), keys(std::move(from)) {}

  const jwt::Policy policy;
  const IssuerKeys keys;
  keys::Published<Opened> opened;
  std::atomic<std::int64_t> proven_at{INT64_MIN};  // microseconds of Timestamp; never proven: the least
  std::optional<Timestamp> opened_at;              // the last time
  bool is_removed = false;
};

class IssuerRegistryState {
 public:
  using Opened = RegisteredIssuer::Opened;
  using Entry = std::shared_ptr<RegisteredIssuer>;
  /// Whose verifier it is, and the verifier.
  struct Found {
    Entry entry;
    std::shared_ptr<const Opened> opened;
  };

  IssuerRegistryState(RemoteSeams seams, IssuerRegistryOptions options)
      : seams_(std::move(seams)), options_(std::move(options)) {}

  Result<> put(std::string issuer, jwt::Policy policy, IssuerKeys keys);
  bool remove(std::string_view issuer);
  /// Opens it where it is not open.
  Result<Found> find(std::string_view issuer);
  Entry look_up(std::string_view issuer) const;
  void note_proven(RegisteredIssuer& entry) const;
  std::size_t size() const;
  std::size_t open() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };

  Result<std::shared_ptr<const Opened>> make(const std::string& issuer, const jwt::Policy& policy,
                                             const IssuerKeys& keys) const;
  Result<std::shared_ptr<const Opened>> open_now(const std::string& issuer, const Entry& entry);
  void close_one();
  void close(const Entry& entry);

  const RemoteSeams seams_;
  const IssuerRegistryOptions options_;
  // Never both locks at once.
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> issuers_;
  mutable std::mutex open_mutex_;
  std::vector<Entry> open_;  // with remote sets
};

}  // namespace signet
