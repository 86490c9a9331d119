// A key set in memory: its members, and its usable keys prepared for every algorithm that they fit.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "signet/encryption_key.h"
#include "signet/jwk_set.h"
#include "signet/key.h"
#include "signet/seams/key_source.h"

namespace signet {

struct PreparedKey {
  std::string_view kid;  // of the entry
  const Key* key;
  // One for each row that fits.
  std::vector<std::shared_ptr<const VerificationKey>> forms;
  std::vector<std::shared_ptr<const DecryptionKey>> decryption_forms;

  /// The form for the row, or null.
  const std::shared_ptr<const VerificationKey>* find(const SignatureAlgorithm& row) const noexcept;
  const std::shared_ptr<const DecryptionKey>* find(const KeyManagementAlgorithm& row) const noexcept;
  /// Why there is none. Errors: as Key::check_fit, Key::prepare_decryption.
  Result<> why_not(const SignatureAlgorithm& row) const;
  Result<> why_not(const KeyManagementAlgorithm& row) const;
};

/// Immutable. Looking a key up walks sorted memory and allocates nothing.
struct KeySetState {
  explicit KeySetState(std::vector<KeySetEntry> members);
  KeySetState(const KeySetState&) = delete;
  KeySetState& operator=(const KeySetState&) = delete;

  std::span<const PreparedKey* const> with_kid(std::string_view kid) const noexcept;

  std::vector<KeySetEntry> entries;
  std::vector<PreparedKey> prepared;         // usable keys in the order of the set
  std::vector<const PreparedKey*> in_order;  // the same
  std::vector<const PreparedKey*> by_kid;    // sorted by kid, keys of one kid in the order of the set
};

}  // namespace signet
