// What a verifier and a scratch hold.
#pragma once

#include <memory>
#include <string_view>

#include "jwt/claim_rules.h"
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
};

struct ScratchState {
  json::Document header;
  json::Document payload;
  std::shared_ptr<const VerificationKey> key;  // keeps what VerifiedView::key_id() looks at
};

/// Decodes and parses the payload's segment into `document`. Errors: malformed_token(payload),
/// malformed_json(payload), duplicate_name(NAME), limit_exceeded(depth).
Result<> decode_payload(std::string_view segment, json::Document& document);

}  // namespace signet::jwt
