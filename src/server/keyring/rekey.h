// Another master key for what lies in the store.
#pragma once

#include <cstddef>
#include <string>

#include "server/keyring/master_key.h"
#include "server/storage/store.h"
#include "signet/result.h"

namespace signet::server::keyring {

struct Rekeyed {
  std::size_t sealed_anew = 0;
  std::size_t were_already = 0;  ///< sealed with the new master key: by a run that was broken off, or by a node
};

/// Opens the keys of all tenants (the records of Kind::tenant, and the installation itself) with the old master key and
/// seals them with the new one, each in one write; what was sealed with the new one stays. May be run again after an
/// error. It waits for the store. Nodes that know only the old master key can then read no key: they are stopped
/// before. Errors: those of the store; of MasterKey::open, so key_mismatch(master_key) for what neither of the two has
/// sealed; store_unavailable(busy) for a key that others keep changing.
Result<Rekeyed> rekey(storage::Store& store, const MasterKey& old_master, const MasterKey& new_master);

}  // namespace signet::server::keyring
