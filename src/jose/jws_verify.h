// The heart of verification, shared by jws::verify_compact and jwt::Verifier.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "jose/compact.h"
#include "jose/header.h"
#include "signet/algorithm.h"
#include "signet/json.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"

namespace signet::jose {

/// The longest signature of any row, that of ML-DSA-87 (FIPS 204 table 2); RSA with 8192 bits has 1024 octets.
inline constexpr std::size_t kMaxSignature = 4627;

struct CheckedSignature {
  Compact compact;
  Header header;                               // views into the Document that was passed
  std::shared_ptr<const VerificationKey> key;  // the one that verified
};

/// Steps 1 to 5 of the flow in docs/architecture.md: split, header, allow-list, key, signature. The payload is not
/// decoded. Allocates nothing once `header_document` has its memory.
Result<CheckedSignature> check_signature(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                         std::size_t max_size, json::Document& header_document);

}  // namespace signet::jose
