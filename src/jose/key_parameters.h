// The header parameters of key management (RFC 7518 sections 4.6 to 4.8): read, and written.
#pragma once

#include <string_view>

#include "crypto/key_management.h"
#include "jose/jwe_header.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// What the row needs of the header, and apu and apv where it agrees on a key. Nothing is computed with any key.
/// Errors: header_parameter(NAME) for what is missing or not well formed, limit_exceeded(NAME) for what is too large.
Result<crypto::KeyParameters> read_key_parameters(const KeyManagementAlgorithm& row, const JweHeader& header);

/// Writes them as members of an object that is open, in the order epk, apu, apv, tag, iv, p2s, p2c.
void write_key_parameters(json::Writer& out, const crypto::KeyParameters& parameters);

/// Errors: header_parameter(p2c), limit_exceeded(p2c).
Result<> check_iterations(std::uint64_t iterations);
/// Errors: limit_exceeded(apu|apv).
Result<> check_party_info(ByteView apu, ByteView apv);

}  // namespace signet::jose
