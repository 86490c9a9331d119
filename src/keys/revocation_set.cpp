#include "signet/revocation.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "keys/revocation_hash.h"
#include "keys/revocation_readers.h"
#include "keys/revocation_shard.h"
#include "try.h"

namespace signet {
namespace {

using keys::RevocationDigest;
using keys::RevocationEntry;
using keys::RevocationShard;
using keys::Seconds32;

constexpr std::array<std::string_view, 6> kNames = {"jti", "sid", "sub", "client_id", "grant", "kid"};
/// Each kind has shards of its own, so that tokens hardly wait for the memory of kinds that are seldom revoked. They
/// are so few that what is known of each shard stays in the nearest caches, and so many that a writer who has to make
/// one anew, while readers use the former, does so in milliseconds.
constexpr unsigned kShardBits = 6;
constexpr std::size_t kShards = kNames.size() << kShardBits;
constexpr std::size_t kMostEntries = 1'000'000'000;
constexpr Duration kLongest = std::chrono::hours(24 * 366);
/// A set that is full is not swept through for every entry that comes.
constexpr Seconds32 kSweepPause = 10;

Seconds32 seconds(std::int64_t count) noexcept {
  return static_cast<Seconds32>(std::clamp<std::int64_t>(count, 0, keys::kNever));
}
Seconds32 floor_seconds(Timestamp time) noexcept {
  return seconds(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}
Seconds32 ceil_seconds(Timestamp time) noexcept {
  return seconds(std::chrono::ceil<std::chrono::seconds>(time).time_since_epoch().count());
}

Result<> check_options(const RevocationOptions& options) {
  if (options.max_entries == 0 || options.max_entries > kMostEntries) return fail(Errc::limit_exceeded, "max_entries");
  const auto is_bad = [](Duration time) { return time < Duration::zero() || time > kLongest; };
  if (options.max_silence && is_bad(*options.max_silence)) return fail(Errc::limit_exceeded, "max_silence");
  if (is_bad(options.fail_open_for)) return fail(Errc::limit_exceeded, "fail_open_for");
  if (!options.clock) return fail(Errc::policy_incomplete, "clock");
  return {};
}

/// What a query names, in the order in which it is told.
std::array<std::pair<RevokedKind, std::string_view>, kNames.size()> named_by(const RevocationQuery& query) noexcept {
  return {{{RevokedKind::jti, query.token_id},
           {RevokedKind::sid, query.session_id},
           {RevokedKind::sub, query.subject},
           {RevokedKind::client_id, query.client_id},
           {RevokedKind::grant, query.grant_id},
           {RevokedKind::kid, query.key_id}}};
}

bool hits(const RevocationEntry& entry, std::optional<Timestamp> issued_at, Seconds32 now) noexcept {
  if (entry.expires <= now) return false;
  return entry.issued_before == keys::kNever || !issued_at || floor_seconds(*issued_at) < entry.issued_before;
}

}  // namespace

std::string_view name_of(RevokedKind kind) noexcept {
  return kNames[static_cast<std::size_t>(kind)];
}

struct RevocationSetState {
  RevocationSetState(RevocationOptions chosen, const keys::RevocationHash& with)
      : options(std::move(chosen)), hash(with) {}

  RevocationShard& shard_of(RevokedKind kind, const RevocationDigest& digest) noexcept {
    return shards[static_cast<std::size_t>(kind) << kShardBits | digest.first >> (64U - kShardBits)];
  }
  std::size_t count() const noexcept {
    std::size_t sum = 0;
    for (const RevocationShard& shard : shards) sum += shard.size();
    return sum;
  }
  bool may_be_full() const noexcept { return entries.load(std::memory_order_relaxed) >= options.max_entries; }
  /// Whether one more entry has its place.
  bool has_room(Seconds32 now) {
    const std::scoped_lock lock(sweeping);
    if (now >= next_sweep) {
      for (RevocationShard& shard : shards) shard.sweep(now, readers);
      next_sweep = now + kSweepPause;
    }
    entries.store(count(), std::memory_order_relaxed);
    return !may_be_full();
  }
  std::optional<RevocationEntry> find(RevokedKind kind, const RevocationDigest& digest) noexcept {
    const auto inside = readers.enter();
    return shard_of(kind, digest).find(digest);
  }
  bool has_kind(RevokedKind kind) const noexcept {
    return (kinds.load(std::memory_order_relaxed) >> static_cast<unsigned>(kind) & 1U) != 0;
  }
  /// Null, or why nothing can be said of what is not in the set.
  const char* why_unknown() const noexcept {
    if (!options.max_silence) return nullptr;
    const std::int64_t when = heard_at.load(std::memory_order_acquire);
    if (when == kNeverHeard) return "never";
    const Duration silent = options.clock->now().time_since_epoch() - Duration(when);
    return silent > *options.max_silence + options.fail_open_for ? "silent" : nullptr;
  }

  static constexpr std::int64_t kNeverHeard = INT64_MIN;
  const RevocationOptions options;
  const keys::RevocationHash hash;
  keys::RevocationReaders readers;
  std::vector<RevocationShard> shards = std::vector<RevocationShard>(kShards);
  std::atomic<unsigned> kinds = 0;          // of which there ever was an entry, a bit for each
  std::atomic<std::size_t> entries = 0;     // counted now and then, never too low
  std::atomic<std::uint64_t> version = 1;   // of what add() has changed
  std::atomic<std::uint64_t> sequence = 0;  // the feed's
  std::atomic<std::int64_t> heard_at = kNeverHeard;
  std::mutex sweeping;
  Seconds32 next_sweep = 0;
};

RevocationSet::RevocationSet(std::unique_ptr<RevocationSetState> state) : state_(std::move(state)) {}
RevocationSet::~RevocationSet() = default;

Result<std::shared_ptr<RevocationSet>> RevocationSet::make(RevocationOptions options) {
  SIGNET_CHECK(check_options(options));
  SIGNET_TRY(const keys::RevocationHash hash, keys::RevocationHash::random());
  return std::shared_ptr<RevocationSet>(
      new RevocationSet(std::make_unique<RevocationSetState>(std::move(options), hash)));
}

Result<> RevocationSet::add(const Revocation& entry, Timestamp now) {
  if (entry.value.empty()) return fail(Errc::usage, "value");
  const Seconds32 at = floor_seconds(now);
  const RevocationEntry made{.digest = state_->hash.of(state_->hash.of_issuer(entry.issuer), entry.value),
                             .issued_before = entry.issued_before
                                                  ? std::min(ceil_seconds(*entry.issued_before), keys::kNever - 1)
                                                  : keys::kNever,
                             .expires = ceil_seconds(entry.expires)};
  if (made.expires <= at) return {};
  // One that is known needs no room.
  if (state_->may_be_full() && !state_->find(entry.kind, made.digest) && !state_->has_room(at))
    return fail(Errc::limit_exceeded, "entries");
  state_->kinds.fetch_or(1U << static_cast<unsigned>(entry.kind), std::memory_order_relaxed);
  SIGNET_TRY(const RevocationShard::Added added,
             state_->shard_of(entry.kind, made.digest).add(made, at, state_->readers));
  if (added == RevocationShard::Added::fresh) state_->entries.fetch_add(1, std::memory_order_relaxed);
  if (added != RevocationShard::Added::known) state_->version.fetch_add(1, std::memory_order_release);
  return {};
}

void RevocationSet::heard(std::uint64_t sequence) noexcept {
  state_->sequence.store(sequence, std::memory_order_relaxed);
  state_->heard_at.store(state_->options.clock->now().time_since_epoch().count(), std::memory_order_release);
}

void RevocationSet::distrust() noexcept {
  state_->heard_at.store(RevocationSetState::kNeverHeard, std::memory_order_release);
}

bool RevocationSet::is_revoked_kid(std::string_view issuer, std::string_view kid, Timestamp now) const noexcept {
  const RevocationDigest digest = state_->hash.of(state_->hash.of_issuer(issuer), kid);
  const auto found = state_->find(RevokedKind::kid, digest);
  return found && found->expires > floor_seconds(now);
}

Result<> RevocationSet::check(const RevocationQuery& query, Timestamp now) const {
  struct Probe {
    RevokedKind kind;
    RevocationDigest digest;
    const RevocationShard* shard;
  };
  std::array<Probe, kNames.size()> probes;
  std::size_t count = 0;
  const RevocationDigest issuer = state_->hash.of_issuer(query.issuer);
  const auto inside = state_->readers.enter();
  // Each look-up waits for memory once; they wait together, and the clock is read meanwhile.
  for (const auto& [kind, value] : named_by(query)) {
    if (value.empty() || !state_->has_kind(kind)) continue;
    Probe& probe = probes[count++];
    probe.kind = kind;
    probe.digest = state_->hash.of(issuer, value);
    probe.shard = &state_->shard_of(kind, probe.digest);
    probe.shard->prefetch(probe.digest);
  }
  const char* const why_unknown = state_->why_unknown();
  const Seconds32 at = floor_seconds(now);
  for (const Probe& probe : std::span(probes).first(count)) {
    const auto found = probe.shard->find(probe.digest);
    if (found && hits(*found, query.issued_at, at)) return fail(Errc::revoked, name_of(probe.kind));
  }
  if (why_unknown != nullptr) return fail(Errc::revocations_unknown, why_unknown);
  return {};
}

std::optional<std::uint64_t> RevocationSet::version() const noexcept {
  // Who remembers a verdict has to ask, and hear that nothing is known.
  if (state_->why_unknown() != nullptr) return std::nullopt;
  return state_->version.load(std::memory_order_acquire);
}

std::size_t RevocationSet::size() const noexcept {
  return state_->count();
}

std::size_t RevocationSet::memory() const noexcept {
  std::size_t octets = sizeof(RevocationSetState) + state_->shards.size() * sizeof(RevocationShard);
  for (const RevocationShard& shard : state_->shards) octets += shard.memory();
  return octets;
}

std::uint64_t RevocationSet::sequence() const noexcept {
  return state_->sequence.load(std::memory_order_relaxed);
}

std::optional<Duration> RevocationSet::silence() const noexcept {
  const std::int64_t when = state_->heard_at.load(std::memory_order_acquire);
  if (when == RevocationSetState::kNeverHeard) return std::nullopt;
  return state_->options.clock->now().time_since_epoch() - Duration(when);
}

}  // namespace signet
