// What was revoked, in memory: RFC 7009 reaches tokens that nobody introspects.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "signet/result.h"
#include "signet/seams/clock.h"
#include "signet/seams/revocation_source.h"
#include "signet/timestamp.h"

namespace signet {

struct RevocationSetState;  // internal

/// What an entry names.
enum class RevokedKind : std::uint8_t { jti, sid, sub, client_id, grant, kid };
/// "jti", "client_id" ...; these are the subjects of Errc::revoked.
std::string_view name_of(RevokedKind kind) noexcept;

/// One revocation.
struct Revocation {
  RevokedKind kind{};
  std::string_view issuer = {};  ///< the "iss" of the tokens that it hits; empty: of those that have none
  std::string_view value = {};   ///< never empty
  /// Only tokens that were issued before this, by their iat to the second, or say no iat. Nothing: all.
  std::optional<Timestamp> issued_before = {};
  /// From when on it no longer matters, since what it hits has expired.
  Timestamp expires = {};
};

struct RevocationOptions {
  std::size_t max_entries = 10'000'000;
  /// How long the set may go without hearing from who feeds it, before it answers revocations_unknown(silent). Nothing:
  /// forever, for a set that is not fed by somebody who says regularly that there is nothing new.
  std::optional<Duration> max_silence = std::chrono::minutes(1);
  /// Lets tokens pass for this long after max_silence: the price of being reachable while the feed is not.
  Duration fail_open_for = Duration::zero();
  std::shared_ptr<const Clock> clock = std::make_shared<SteadyClock>();
};

/// Entries by issuer, kind and value. Look-ups take no lock and do not wait for updates, which come from one or many
/// threads. Entries are kept as 128-bit hashes under a random key of this process, so that a set of ten million
/// fits into 500 MB; two values that share a hash would refuse a token too many, never let one pass.
class RevocationSet final : public RevocationSource {
 public:
  /// Errors: limit_exceeded(OPTION).
  static Result<std::shared_ptr<RevocationSet>> make(RevocationOptions options = {});
  ~RevocationSet() override;
  RevocationSet(const RevocationSet&) = delete;
  RevocationSet& operator=(const RevocationSet&) = delete;

  /// Adds an entry; of two for the same value the one that hits more, and lasts longer, counts. Errors: usage(value)
  /// for an empty one, limit_exceeded(entries) when there is no room after expired ones were swept.
  Result<> add(const Revocation& entry, Timestamp now);
  /// Who feeds the set was heard: it is as of now. `sequence` is the feed's own count.
  void heard(std::uint64_t sequence) noexcept;
  /// Nothing is known any more until heard() is called: what a feed that broke its rules leads to.
  void distrust() noexcept;
  /// Whether this kid of this issuer was revoked, whatever was signed with it and when.
  bool is_revoked_kid(std::string_view issuer, std::string_view kid, Timestamp now) const noexcept;

  Result<> check(const RevocationQuery& query, Timestamp now) const override;
  std::optional<std::uint64_t> version() const noexcept override;

  std::size_t size() const noexcept;    ///< entries, expired ones that were not swept yet among them
  std::size_t memory() const noexcept;  ///< octets
  std::uint64_t sequence() const noexcept;
  /// Since heard(); nothing: never. What is exported as the lag.
  std::optional<Duration> silence() const noexcept;

 private:
  explicit RevocationSet(std::unique_ptr<RevocationSetState> state);
  std::unique_ptr<RevocationSetState> state_;
};

}  // namespace signet
