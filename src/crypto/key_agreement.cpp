#include "crypto/key_agreement.h"

#include <utility>

#include "crypto/constant_time.h"
#include "crypto/libcrypto.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kMaxSecret = 66;  // P-521

bool derive(evp_pkey_st* own, evp_pkey_st* peer, WipedBytes& out) {
  const ErrorDrain drain;
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
  std::size_t size = out.size();
  // The peer's point was found on its curve when its KeyMaterial was made; libcrypto would only do that once more.
  const bool done = context && EVP_PKEY_derive_init(context.get()) == 1 &&
                    EVP_PKEY_derive_set_peer_ex(context.get(), peer, 0) == 1 &&
                    EVP_PKEY_derive(context.get(), out.data(), &size) == 1;
  out.resize(done ? size : 0);
  return done;
}

}  // namespace

Result<Secret> agree(const KeyMaterial& private_key, const KeyMaterial& peer) {
  WipedBytes secret(kMaxSecret);
  const bool done = private_key.curve() == peer.curve() && derive(private_key.pkey(), peer.pkey(), secret);
  const WipedBytes zeros(secret.size());
  if (!done || secret.size() != private_key.curve()->octets) return fail(Errc::decryption_failed, "token");
  //= rfc8037#3.2 the derived-key value of all zeros MUST be checked for (RFC 7748 section 6), in constant time
  const bool checked = private_key.type() == KeyType::okp;  // elsewhere x may be zero: the point is none of small order
  if (checked && equal_in_constant_time(secret, zeros)) return fail(Errc::decryption_failed, "token");
  return Secret(std::move(secret));
}

}  // namespace signet::crypto
