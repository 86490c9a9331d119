// The outer layer of an encrypted token: RFC 7519 sections 5.2, 5.3 and 7.2.
#pragma once

#include <memory>
#include <string_view>

#include "jose/header.h"
#include "signet/json.h"
#include "signet/jwe.h"
#include "signet/result.h"
#include "signet/seams/decryption_key_source.h"

namespace signet::jwt {

inline constexpr Rule kSharedKeyRule{"RFC 7519 11.2",
                                     "claims that are only encrypted are proven by a shared key and by nothing else"};

struct EncryptionRules {
  jwe::Policy policy;
  std::shared_ptr<const DecryptionKeySource> keys;
  bool shared_key_claims = false;
};

/// An outer layer that has been taken off.
struct OuterLayer {
  jwe::Decrypted token;
  bool is_nested;  // the plaintext is a signed token; else it is the claims, and a shared key proves them
};

/// Errors: those of jwe::decrypt_compact, typ_mismatch(cty) for what is neither, alg_not_allowed(alg) for claims whose
/// key is not a shared one.
Result<OuterLayer> open_outer(const EncryptionRules& rules, std::string_view token);

/// Every claim that stands in the outer header has there the value that it has inside.
/// Errors: claim_mismatch(NAME).
Result<> check_replicated(const json::Value& header, const json::Value& claims);

/// The parameters that the rules for claims look at. Views into the Document of `root`.
jose::Header outer_header(const json::Value& root) noexcept;

}  // namespace signet::jwt
