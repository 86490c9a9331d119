#include "jose/certificate_members.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "crypto/digest.h"
#include "crypto/x509.h"
#include "jose/key_info.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::jose {
namespace {

/// One DER SEQUENCE that fills the bytes exactly, its length in the shortest form (X.690 section 10.1).
bool is_whole_sequence(ByteView der) noexcept {
  if (der.size() < 2 || der[0] != 0x30) return false;
  if (der[1] < 0x80) return der.size() == 2u + der[1];
  const std::size_t count = der[1] & 0x7fu;
  if (count == 0 || count > 3 || der.size() < 2 + count || der[2] == 0) return false;
  std::size_t length = 0;
  for (std::size_t i = 0; i < count; ++i) length = length << 8 | der[2 + i];
  return length >= 0x80 && der.size() == 2 + count + length;
}

/// A thumbprint of `hash`, of its leaf when there is one.
Result<> check_thumbprint(std::string_view name, std::string_view text, crypto::Hash hash, const KeyInfo& info) {
  if (text.empty()) return {};
  std::array<std::uint8_t, crypto::kMaxDigest> stated{};
  const auto size = base64url::decode_into(text, stated);
  if (!size || *size != crypto::digest_size(hash)) return fail(Errc::malformed_key, name);
  if (info.x5c.empty()) return {};
  std::array<std::uint8_t, crypto::kMaxDigest> actual{};
  if (!crypto::digest(hash, info.x5c.front(), actual)) return fail(Errc::internal, name);
  //= rfc7517#4.8 the certificate in x5c, where there is one, MUST be the one that the thumbprint is of
  if (!std::equal(stated.begin(), stated.begin() + static_cast<std::ptrdiff_t>(*size), actual.begin())) {
    return fail(Errc::certificate_mismatch, name);
  }
  return {};
}

Result<> check_leaf(ByteView der, const crypto::KeyMaterial& key) {
  if (key.type() == KeyType::oct) return fail(Errc::certificate_mismatch, "x5c");
  const auto leaf = crypto::read_certificate(der);
  if (!leaf) return fail(leaf.error().code, "x5c");
  //= rfc7517#4.7 the key in the first certificate MUST match the public key represented by other members of the JWK
  if (!crypto::same_public_key(*leaf->key, key)) return fail(Errc::certificate_mismatch, "x5c");
  return {};
}

}  // namespace

Result<> check_certificate_members(const KeyInfo& info, const crypto::KeyMaterial& key) {
  if (info.x5c.size() > kMaxCertificates) return fail(Errc::limit_exceeded, "x5c");
  for (const Bytes& der : info.x5c) {
    if (der.size() > kMaxCertificateOctets) return fail(Errc::limit_exceeded, "x5c");
    if (!is_whole_sequence(der)) return fail(Errc::malformed_key, "x5c");
  }
  if (!info.x5c.empty()) SIGNET_CHECK(check_leaf(info.x5c.front(), key));
  SIGNET_CHECK(check_thumbprint("x5t", info.x5t, crypto::Hash::sha1, info));
  return check_thumbprint("x5t#S256", info.x5t_s256, crypto::Hash::sha256, info);
}

}  // namespace signet::jose
