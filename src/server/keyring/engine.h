// Does with the keys of tenants what the plan says. Runs on a thread that may wait; the token path uses Ring.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/keyring/key_store.h"
#include "server/keyring/master_key.h"
#include "server/keyring/plan.h"
#include "server/keyring/policy.h"
#include "server/keyring/ring.h"
#include "server/storage/store.h"
#include "signet/result.h"
#include "signet/seams/clock.h"

namespace signet::server::keyring {

using RingPtr = std::shared_ptr<const Ring>;

/// May be used from many threads, and on many nodes with one store: one changes keys while the others read what it
/// made. Every operation may be broken off between any two writes, by an error or the end of the process; the next one
/// goes on. Errors of all: those of check(Policy), of the store, of MasterKey::open, and of Key::generate;
/// store_unavailable(busy) when another node holds the lease for long and there is no key that signs.
///
/// A policy that issues longer tokens, or lets the set be cached for longer, goes to step() before the first such token
/// is issued. A max_age that was lowered counts for sets that are fetched from then on, so publish_ahead should stay
/// above twice the one before.
class Engine {
 public:
  /// The store must outlive it.
  Engine(storage::Store& store, std::shared_ptr<const MasterKey> master, std::shared_ptr<const Clock> clock);

  /// The keys of a tenant; one that has none gets one active and one next for each algorithm.
  Result<RingPtr> open(const std::string& tenant, const Policy& policy) const { return step(tenant, policy); }

  /// Does what is due, and answers the ring as it is then: `former` itself when that is still it. When there is nothing
  /// to do it is one listing of the store.
  Result<RingPtr> step(const std::string& tenant, const Policy& policy, RingPtr former = nullptr) const;

  /// Lets the next key of an algorithm take over as soon as caches that keep to max_age have it, or at once. Asked
  /// again before that it changes nothing. Errors: alg_not_allowed(ALG) for one that the policy does not have,
  /// store_unavailable(busy).
  Result<RingPtr> rotate(const std::string& tenant, const Policy& policy, std::string_view alg, bool at_once) const;

  /// Removes a key now. When it was the one that signs, the next one does, however new it is. Tokens that it signed
  /// verify wherever the set is still cached: the caller puts the kid into the revocation feed, *before* it calls this,
  /// so that a key is never gone from here and yet trusted elsewhere. After an error it is called again.
  /// Errors: key_not_found(KID).
  Result<RingPtr> revoke(const std::string& tenant, const Policy& policy, std::string_view kid) const;

 private:
  enum class Patience : bool { little, much };
  using Keys = std::vector<StoredKey>;

  Result<RingPtr> advance(const std::string& tenant, const Policy& policy, RingPtr former, Patience patience) const;
  Result<RingPtr> to_ring(const Policy& policy, const Keys& keys, const RingPtr& former) const;
  Result<Keys> carry_out(const std::string& tenant, const Policy& policy) const;
  Result<bool> execute(const std::string& tenant, const Policy& policy, const Action& action, const Keys& keys) const;
  Result<bool> make(const std::string& tenant, const Policy& policy, std::string_view alg, KeyInfo info) const;
  Result<bool> change(const std::string& tenant, const Policy& policy, Act act, StoredKey key, const Keys& keys) const;
  Timestamp signs_from(std::string_view alg, const Keys& keys) const;
  Result<bool> order(const std::string& tenant, const Policy& policy, std::string_view alg, bool at_once) const;
  Result<bool> install_successor(const std::string& tenant, const Policy& policy, const StoredKey& revoked,
                                 const Keys& keys) const;

  KeyStore keys_;
  std::shared_ptr<const Clock> clock_;
};

/// The facts of keys without the keys.
std::vector<KeyInfo> infos_of(const std::vector<StoredKey>& keys);

}  // namespace signet::server::keyring
