#include "profiles/dpop/hash.h"

#include <algorithm>

#include "crypto/digest.h"
#include "signet/base64url.h"
#include "signet/bytes.h"
#include "try.h"

namespace signet::dpop {

Result<Digest> sha256(std::string_view text) {
  std::array<std::uint8_t, crypto::kMaxDigest> out;
  if (!crypto::digest(crypto::Hash::sha256, as_bytes(text), out)) return fail(Errc::internal, "digest");
  Digest digest;
  std::copy_n(out.begin(), digest.size(), digest.begin());
  return digest;
}

Result<std::string> access_token_hash(std::string_view token) {
  //= rfc9449#4.2 the base64url encoding of the SHA-256 hash of the access token's value
  SIGNET_TRY(const Digest digest, sha256(token));
  return base64url::encode(digest);
}

}  // namespace signet::dpop
