#include "crypto/random.h"

#include <openssl/rand.h>

#include <utility>

#include "crypto/libcrypto.h"

namespace signet::crypto {

Result<Secret> random_secret(std::size_t octets) {
  const ErrorDrain drain;
  WipedBytes bytes(octets);
  if (RAND_priv_bytes_ex(nullptr, bytes.data(), bytes.size(), 256) != 1) return fail(Errc::internal, "random");
  return Secret(std::move(bytes));
}

}  // namespace signet::crypto
