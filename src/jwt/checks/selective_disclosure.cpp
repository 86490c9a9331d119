// Digests of SD-JWT: RFC 9901.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kDigests{"RFC 9901 4.2.4.1", "each element of _sd is a digest as base64url"};
constexpr Rule kDigest{"RFC 9901 4.2.4.2", "the value is a digest as base64url"};
constexpr Rule kHashName{"RFC 9901 4.1.1", "_sd_alg is the name of a hash function"};
constexpr Rule kPresentation{"RFC 9901 4.3.1", "sd_hash is a digest as base64url"};

/// The shortest registered hash that is no truncated one has 32 octets (sha-256), the longest 64.
bool is_digest(std::string_view text) noexcept {
  return is_base64url(text, 32, 64);
}
bool is_array_of_digests(const json::Value& value) noexcept {
  return is_array_of<is_string_of<is_digest>>(value);
}

}  // namespace

constexpr ClaimCheck kSd = kCheckOf<is_array_of_digests, kDigests>;
constexpr ClaimCheck kArrayDigest = kCheckOf<is_string_of<is_digest>, kDigest>;
constexpr ClaimCheck kSdAlg = kCheckOf<is_text, kHashName>;
constexpr ClaimCheck kSdHash = kCheckOf<is_string_of<is_digest>, kPresentation>;

}  // namespace signet::jwt
