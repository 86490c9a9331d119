// The only maker of jwe::Decrypted: what it makes has been decrypted by the function that calls it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "signet/bytes.h"
#include "signet/encryption_key.h"
#include "signet/json.h"
#include "signet/jwe.h"

namespace signet::jwe {

class Opening {
 public:
  /// What goes with the plaintext. Headers are copied, since the token's text is not kept.
  struct Context {
    json::Document proven;
    std::optional<json::Value> shared, own;
    std::optional<Bytes> aad;
    const ContentEncryption* enc = nullptr;
    std::size_t recipient = 0;
  };
  static Decrypted make(Secret plaintext, std::shared_ptr<const DecryptionKey> key, Context context);
};

}  // namespace signet::jwe
