#include "crypto/password_kdf.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <bit>
#include <memory>
#include <span>
#include <utility>

#include "crypto/libcrypto.h"
#include "try.h"

namespace signet::crypto {
namespace {

using KdfPtr = std::unique_ptr<EVP_KDF, Deleter<EVP_KDF_free>>;
using KdfCtxPtr = std::unique_ptr<EVP_KDF_CTX, Deleter<EVP_KDF_CTX_free>>;

// Libcrypto counts its own tables as well.
constexpr std::uint64_t kScryptMemory = (kMaxScryptWork + kMaxScryptWork / 4) * 128;

// A parameter's memory is only read, but its type serves both directions.
OSSL_PARAM octets_param(const char* name, ByteView octets) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(octets.data()), octets.size());
}

Result<Secret> run_kdf(const char* name, std::span<const OSSL_PARAM> params, std::size_t octets) {
  const ErrorDrain drain;
  const KdfPtr kdf(EVP_KDF_fetch(nullptr, name, nullptr));
  const KdfCtxPtr context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
  WipedBytes key(octets);
  if (!context || EVP_KDF_derive(context.get(), key.data(), key.size(), params.data()) != 1)
    return fail(Errc::key_unsupported, "kdf");
  return Secret(std::move(key));
}

Result<> check_passphrase(const Secret& passphrase) {
  if (passphrase.size() > kMaxPassphrase) return fail(Errc::limit_exceeded, "passphrase");
  return {};
}

}  // namespace

Result<> check_work(const Pbkdf2& kdf, const KdfLimits& limits) {
  if (kdf.salt.size() > kMaxKdfSalt) return fail(Errc::limit_exceeded, "salt");
  if (kdf.iterations > limits.pbkdf2_iterations) return fail(Errc::limit_exceeded, "iterations");
  //= rfc8018#A.2 iterationCount INTEGER (1..MAX)
  if (kdf.iterations == 0) return fail(Errc::malformed_pem, "iterations");
  return {};
}

Result<> check_work(const Scrypt& kdf, const KdfLimits& limits) {
  if (kdf.salt.size() > kMaxKdfSalt) return fail(Errc::limit_exceeded, "salt");
  //= rfc7914#2 N MUST be larger than 1 and a power of 2; p and r are positive
  if (kdf.n < 2 || !std::has_single_bit(kdf.n) || kdf.r == 0 || kdf.p == 0) return fail(Errc::malformed_pem, "scrypt");
  // Divided, since the product may not fit.
  const std::uint64_t rest = limits.scrypt_work / kdf.n;
  if (kdf.r > rest || kdf.p > rest / kdf.r) return fail(Errc::limit_exceeded, "scrypt");
  return {};
}

Result<Secret> derive_key(const Pbkdf2& kdf, const Secret& passphrase, std::size_t octets) {
  SIGNET_CHECK(check_passphrase(passphrase));
  std::uint64_t iterations = kdf.iterations;
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, const_cast<char*>(kdf.hash), 0),
      octets_param(OSSL_KDF_PARAM_PASSWORD, passphrase.expose()), octets_param(OSSL_KDF_PARAM_SALT, kdf.salt),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_ITER, &iterations), OSSL_PARAM_construct_end()};
  return run_kdf("PBKDF2", params, octets);
}

Result<Secret> derive_key(const Scrypt& kdf, const Secret& passphrase, std::size_t octets) {
  SIGNET_CHECK(check_passphrase(passphrase));
  auto [salt, n, r, p] = kdf;
  std::uint64_t memory = kScryptMemory;
  const OSSL_PARAM params[] = {octets_param(OSSL_KDF_PARAM_PASSWORD, passphrase.expose()),
                               octets_param(OSSL_KDF_PARAM_SALT, salt),
                               OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
                               OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_R, &r),
                               OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_P, &p),
                               OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
                               OSSL_PARAM_construct_end()};
  return run_kdf("SCRYPT", params, octets);
}

}  // namespace signet::crypto
