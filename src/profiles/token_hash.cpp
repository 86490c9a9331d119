// at_hash and c_hash: OpenID Connect Core 1.0 section 3.1.3.6, and for the algorithms that came later the draft
// "OpenID Connect token hash algorithms".
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "crypto/digest.h"
#include "signet/base64url.h"
#include "signet/bytes.h"
#include "signet/profiles.h"

namespace signet::jwt {
namespace {

constexpr std::size_t kShakeOfEd448 = 114;
constexpr std::size_t kShakeOfMlDsa = 64;

struct NamedHash {
  std::string_view name;
  crypto::Hash hash;
};
constexpr NamedHash kHashes[] = {
    {"SHA-256", crypto::Hash::sha256}, {"SHA-384", crypto::Hash::sha384}, {"SHA-512", crypto::Hash::sha512}};

/// Empty where no hash is known.
Bytes hash_of(std::string_view text, const AlgorithmInfo& info, std::string_view crv) {
  const ByteView octets = as_bytes(text);
  const auto* const named = std::ranges::find(kHashes, info.hash, &NamedHash::name);
  if (named != std::end(kHashes)) return crypto::digest(named->hash, octets);
  if (info.kty == "AKP") return crypto::shake256(octets, kShakeOfMlDsa);
  if (crv.empty() && info.curves.size() == 1) crv = info.curves.front();
  if (crv == "Ed25519") return crypto::digest(crypto::Hash::sha512, octets);
  if (crv == "Ed448") return crypto::shake256(octets, kShakeOfEd448);
  return {};
}

}  // namespace

Result<std::string> token_hash(std::string_view text, const SignatureAlgorithm& algorithm, std::string_view crv) {
  const Bytes hash = hash_of(text, describe(algorithm), crv);
  if (hash.empty()) return fail(Errc::alg_unavailable, "alg");
  return base64url::encode(ByteView(hash).first(hash.size() / 2));
}

}  // namespace signet::jwt
