// The heart of verification, shared by every serialization of JWS and by jwt::Verifier.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "jose/compact.h"
#include "jose/crit.h"
#include "jose/header.h"
#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"

namespace signet::jose {

/// The longest signature of any row: RSA with 8192 bits.
inline constexpr std::size_t kMaxSignature = 1024;
using SignatureBuffer = std::array<std::uint8_t, kMaxSignature>;

/// What is left of one signature once its header has been read: octets, and keys prepared for the row that the
/// allow-list gave for its "alg".
struct SignatureTask {
  ByteView signature;  // in the buffer that was passed
  KeyCandidates candidates;
};

/// Steps 3 and 4 of the flow in docs/architecture.md: allow-list, keys, and the signature's octets. Only kid of the
/// header has a say in which key is used.
/// Errors: alg_not_allowed(alg), malformed_token(signature), bad_signature, those of KeySource::find.
Result<SignatureTask> prepare_signature(std::string_view alg, std::optional<std::string_view> kid,
                                        std::string_view signature, const KeySource& keys, const AlgorithmSet& allowed,
                                        SignatureBuffer& buffer);

/// Step 5: the first candidate that verifies. Errors: bad_signature.
Result<std::shared_ptr<const VerificationKey>> try_keys(SignatureTask& task, ByteView signing_input);

struct CheckedSignature {
  Compact compact;
  Header header;                               // views into the Document that was passed
  std::shared_ptr<const VerificationKey> key;  // the one that verified
};

/// Steps 1 to 5 for an attached compact token. The payload is not decoded. No extension is understood unless the caller
/// says so. Allocates nothing once `header_document` has its memory.
Result<CheckedSignature> check_signature(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                         std::size_t max_size, json::Document& header_document,
                                         Extensions understood = {});

}  // namespace signet::jose
