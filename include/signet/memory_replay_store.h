// A replay store in the memory of one process.
#pragma once

#include <cstddef>
#include <memory>

#include "signet/result.h"
#include "signet/seams/replay_store.h"
#include "signet/timestamp.h"

namespace signet {

/// How much a MemoryReplayStore remembers. An entry takes about 130 bytes, an owner about 150 more; with these numbers
/// a full store takes about 150 MB.
struct ReplayLimits {
  /// Keys that have live entries at one time. When there are so many, tokens of further keys are refused.
  std::size_t owners = 65'536;
  /// Entries that each of them may have whatever the others do.
  std::size_t guaranteed = 8;
  /// Entries beyond these, for all keys together.
  std::size_t shared = 524'288;
  /// Entries of one key: 65,536 are about 900 requests a second for a window of 70 seconds.
  std::size_t per_owner = 65'536;
};

/// Entries are kept apart by owner, so one key that floods the store fills its own part and the shared room, and is
/// then refused. It cannot make the store forget anything, neither its own tokens nor others': nothing live is ever
/// evicted. Nor can it keep out a key that has entries already, which always has its guaranteed ones. What many keys
/// together can do is to keep out *new* keys until their entries expire; where anybody may come with a new key, let the
/// request prove something first (a client's authentication, an access token), or give each client's requests a store.
/// Entries expire a minute late, since clocks of threads differ. Memory is bounded by the limits: it never holds more
/// than owners * guaranteed + shared entries. What has expired is taken out by later calls.
class MemoryReplayStore final : public ReplayStore {
 public:
  explicit MemoryReplayStore(const ReplayLimits& limits = {});
  ~MemoryReplayStore() override;
  MemoryReplayStore(const MemoryReplayStore&) = delete;
  MemoryReplayStore& operator=(const MemoryReplayStore&) = delete;

  Result<> use_once(const ReplayId& id, Timestamp until, Timestamp now) override;

  /// Entries and owners that are remembered at this moment.
  std::size_t size() const;
  std::size_t owners() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet
