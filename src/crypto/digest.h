// Hash functions, fetched once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "signet/bytes.h"

struct evp_md_st;  // EVP_MD

namespace signet::crypto {

enum class Hash : std::uint8_t { none, sha1, sha256, sha384, sha512 };

inline constexpr std::size_t kMaxDigest = 64;

/// "SHA-256"; empty for none.
std::string_view name_of(Hash hash) noexcept;
/// Octets of a digest; 0 for none.
std::size_t digest_size(Hash hash) noexcept;
/// The algorithm as libcrypto has it, fetched once for the process; null when this libcrypto lacks it.
const evp_md_st* fetched(Hash hash) noexcept;
/// Writes digest_size(hash) octets to `out`; false when libcrypto fails. SHA-1 is here for x5t alone.
bool digest(Hash hash, ByteView input, std::span<std::uint8_t, kMaxDigest> out) noexcept;

/// The same as bytes, empty when libcrypto fails.
Bytes digest(Hash hash, ByteView input);
/// SHAKE256 (FIPS 202) with that many octets of output; empty when libcrypto fails.
Bytes shake256(ByteView input, std::size_t octets);

}  // namespace signet::crypto
