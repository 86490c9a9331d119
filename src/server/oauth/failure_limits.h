// Who fails to authenticate too often has to wait: per client and address, and per address. What others do never keeps
// out a client that comes from another address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "signet/timestamp.h"

namespace signet::server::oauth {

struct FailureRules {
  std::size_t per_client = 10;  ///< from one address within the window
  std::size_t per_address = 100;
  Duration window = std::chrono::minutes(1);
  std::size_t entries = 65'536;  ///< that are remembered at most
};

/// Used from many threads. Memory is bounded: when it is full, what is oldest by chance is forgotten.
class FailureLimits {
 public:
  explicit FailureLimits(FailureRules rules = {});

  /// Seconds to wait, or nothing. An address that says nothing of who asks (none, or one of this machine, where a proxy
  /// stands before it) has no limit: everybody would share it.
  std::optional<int> client_must_wait(std::string_view tenant, std::string_view client, std::string_view address,
                                      Timestamp now) const;
  std::optional<int> address_must_wait(std::string_view address, Timestamp now) const;
  void count(std::string_view tenant, std::string_view client, std::string_view address, Timestamp now);
  std::uint64_t counted() const;

 private:
  struct Counter {
    Timestamp since{};
    std::size_t failures = 0;
  };
  using Id = std::array<std::uint8_t, 16>;
  struct IdHash {
    std::size_t operator()(const Id& id) const noexcept;
  };
  Id id_of(std::string_view tenant, std::string_view client, std::string_view address) const;
  std::optional<int> wait_of(const Id& id, std::size_t limit, Timestamp now) const;
  void add(const Id& id, Timestamp now);

  FailureRules rules_;
  mutable std::mutex mutex_;
  std::array<std::uint8_t, 16> salt_{};  // so that nobody can find two texts with one id
  std::unordered_map<Id, Counter, IdHash> counters_;
  std::uint64_t counted_ = 0;
};

}  // namespace signet::server::oauth
