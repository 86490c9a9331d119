#include "crypto/concat_kdf.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>
#include <utility>

#include "crypto/libcrypto.h"

namespace signet::crypto {
namespace {

using KdfCtxPtr = std::unique_ptr<EVP_KDF_CTX, Deleter<EVP_KDF_CTX_free>>;

EVP_KDF* fetched_kdf() noexcept {
  // Kept to the end of the process, as hashes are.
  static EVP_KDF* const kdf = [] {
    const ErrorDrain drain;
    return EVP_KDF_fetch(nullptr, "SSKDF", nullptr);
  }();
  return kdf;
}

void append_number(Bytes& out, std::size_t number) {
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void append_field(Bytes& out, ByteView field) {
  append_number(out, field.size());
  out.insert(out.end(), field.begin(), field.end());
}

/// A parameter's memory is only read, but its type serves both directions.
OSSL_PARAM octets_param(const char* name, ByteView octets) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(octets.data()), octets.size());
}

}  // namespace

Result<Secret> concat_kdf(const Secret& z, const PartyInfo& info, std::size_t octets) {
  const ErrorDrain drain;
  //= rfc7518#4.6.2 OtherInfo: AlgorithmID, PartyUInfo, PartyVInfo, each after its length, and SuppPubInfo, the bits
  Bytes other;
  append_field(other, as_bytes(info.algorithm));
  append_field(other, info.apu);
  append_field(other, info.apv);
  append_number(other, octets * 8);
  char hash[] = "SHA2-256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash, 0),
                               octets_param(OSSL_KDF_PARAM_KEY, z.expose()), octets_param(OSSL_KDF_PARAM_INFO, other),
                               OSSL_PARAM_construct_end()};
  const KdfCtxPtr context(fetched_kdf() != nullptr ? EVP_KDF_CTX_new(fetched_kdf()) : nullptr);
  WipedBytes key(octets);
  if (!context || EVP_KDF_derive(context.get(), key.data(), key.size(), params) != 1) {
    return fail(Errc::alg_unavailable, "concat_kdf");
  }
  return Secret(std::move(key));
}

bool concat_kdf_available() noexcept {
  return fetched_kdf() != nullptr;
}

}  // namespace signet::crypto
