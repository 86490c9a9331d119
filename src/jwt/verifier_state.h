// What a verifier and a scratch hold.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwt/claim_rules.h"
#include "jwt/outer_layer.h"
#include "signet/algorithm.h"
#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"

namespace signet::jwt {

struct VerifierState {
  ClaimRules rules;
  AlgorithmSet algorithms;
  std::size_t max_size = kMaxSize;
  std::shared_ptr<const KeySource> keys;
  std::optional<EncryptionRules> encryption;
};

struct ScratchState {
  json::Document header;
  json::Document payload;
  std::shared_ptr<const VerificationKey> key;  // keeps what VerifiedView::key_id() looks at
  std::string shared_key_id;                   // the same where a shared key proves the claims
  std::string_view proven_by;                  // name of an algorithm
  std::string_view encryption;                 // of a content encryption, or empty
  std::vector<Error> warnings;                 // of registered claims

  /// The kid of the key that proved the claims, or empty.
  std::string_view key_id() const noexcept { return key ? key->kid() : std::string_view(shared_key_id); }
};

/// Decodes and parses the payload's segment into `document`. Errors: malformed_token(payload),
/// malformed_json(payload), duplicate_name(NAME), limit_exceeded(depth).
Result<> decode_payload(std::string_view segment, json::Document& document);
/// The same for a payload that is decoded already.
Result<> parse_payload(std::string_view text, json::Document& document);

}  // namespace signet::jwt
