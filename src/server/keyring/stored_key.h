// A key as it lies in the store: all of it sealed, so that nobody who can write there can make a key sign again, move
// it to another tenant, or publish one of his own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/keyring/key_info.h"
#include "server/keyring/master_key.h"
#include "server/storage/record.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet::server::keyring {

struct StoredKey {
  KeyInfo info;
  Key key;                    ///< with its private half until it retires
  std::uint64_t version = 0;  ///< of the record
};

/// What a sealed text is bound to: the record that holds it.
std::string binding_of(const storage::Name& name);

/// The record has the state and the algorithm as its fields, for who looks for keys; what counts is what is sealed.
/// Errors: those of MasterKey::seal.
Result<storage::Record> to_record(const MasterKey& master, std::string_view tenant, const StoredKey& stored);

/// Errors: those of MasterKey::open, and malformed_key(KID) for a content that is none.
Result<StoredKey> from_record(const MasterKey& master, const storage::Record& record);

}  // namespace signet::server::keyring
