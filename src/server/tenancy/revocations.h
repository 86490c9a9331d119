// What a tenant revoked: the log in the store, the set in memory, and those who wait for news of it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/storage/store.h"
#include "signet/revocation.h"
#include "signet/seams/clock.h"
#include "signet/seams/signer.h"

namespace signet::server {

/// Used from many threads. It is itself what a verifier asks, so that a tenant that never revoked has no set.
class Revocations final : public RevocationSource, public std::enable_shared_from_this<Revocations> {
 public:
  /// Reads the log, and begins one where there is none. Waits for the store. Errors: those of the store,
  /// limit_exceeded(entries).
  static Result<std::shared_ptr<Revocations>> open(storage::Store& store, std::string tenant, std::string issuer,
                                                   const std::shared_ptr<const Clock>& clock);

  /// The record that names the log of a tenant. Without it the next open() begins another epoch.
  static storage::Name epoch_name(std::string tenant);

  /// `done` is called when it is durable and counts, or with the store's error. The issuer of `entry` does not matter.
  void add(const Revocation& entry, std::function<void(Result<>)> done);
  /// The same without waking those who wait for news: for the revocation of a key, which cannot sign the page that says
  /// so.
  void add_quietly(const Revocation& entry, std::function<void(Result<>)> done);
  /// Calls everybody who waits.
  void wake();
  /// Nobody is called any more.
  void end();

  Result<> check(const RevocationQuery& query, Timestamp now) const override;
  std::optional<std::uint64_t> version() const noexcept override { return last_.load(std::memory_order_acquire); }
  bool is_revoked_kid(std::string_view kid, Timestamp now) const;

  /// The last number of the log.
  std::uint64_t last() const noexcept { return last_.load(std::memory_order_acquire); }
  /// A page of the feed behind `since` (docs/protocols/revocation-feed.md), signed. `done` may be called at once.
  void page(std::uint64_t since, std::shared_ptr<const Signer> signer, std::function<void(Result<std::string>)> done);

  /// Calls `task` once, when there is something behind `since`. Answers what stop_waiting() takes; nothing, and keeps
  /// nothing, when there is already, or when too many wait.
  std::optional<std::uint64_t> wait(std::uint64_t since, std::function<void()> task);
  void stop_waiting(std::uint64_t ticket);
  std::size_t entries() const;

 private:
  Revocations(storage::Store& store, std::string tenant, std::string issuer, std::shared_ptr<const Clock> clock);
  Result<> apply(const storage::Entry& entry);
  Result<RevocationSet*> set();
  Result<std::string> write_page(std::uint64_t since, std::uint64_t end, const std::vector<storage::Entry>& entries,
                                 const Signer& signer) const;

  struct Made {  // the last page, for the many that ask for the same
    std::uint64_t since = 0;
    std::uint64_t last = 0;
    std::shared_ptr<const Signer> signer;
    Timestamp at{};
    std::string text;
  };

  storage::Store& store_;
  std::string tenant_;
  std::string issuer_;
  std::shared_ptr<const Clock> clock_;
  std::string epoch_;
  std::atomic<std::uint64_t> last_ = 0;
  std::atomic<RevocationSet*> current_ = nullptr;  // of set_, which is made once
  mutable std::mutex mutex_;
  std::shared_ptr<RevocationSet> set_;
  std::uint64_t next_ticket_ = 0;
  std::unordered_map<std::uint64_t, std::function<void()>> waiting_;
  std::optional<Made> made_;
};

}  // namespace signet::server
