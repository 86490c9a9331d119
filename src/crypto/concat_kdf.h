// The Concat KDF of NIST SP 800-56A with SHA-256, as RFC 7518 section 4.6.2 sets its input.
#pragma once

#include <cstddef>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// What binds a derived key to its use and its parties.
struct PartyInfo {
  std::string_view algorithm;  // AlgorithmID: enc for direct agreement, else alg
  ByteView apu, apv;
};

/// `octets` octets from the agreed secret Z. Errors: alg_unavailable(concat_kdf).
Result<Secret> concat_kdf(const Secret& z, const PartyInfo& info, std::size_t octets);
bool concat_kdf_available() noexcept;

}  // namespace signet::crypto
