#include "crypto/pkey_params.h"

#include <algorithm>
#include <bit>

namespace signet::crypto {

void PkeyParams::add_text(const char* name, const char* value) {
  // libcrypto only reads, but its parameter type serves both directions.
  params_.push_back(OSSL_PARAM_construct_utf8_string(name, const_cast<char*>(value), 0));
}

void PkeyParams::add_octets(const char* name, ByteView octets) {
  params_.push_back(OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(octets.data()), octets.size()));
}

void PkeyParams::add_number(const char* name, ByteView big_endian) {
  WipedBytes& native = numbers_.emplace_back(big_endian.begin(), big_endian.end());
  if constexpr (std::endian::native == std::endian::little) std::reverse(native.begin(), native.end());
  params_.push_back(OSSL_PARAM_construct_BN(name, native.data(), native.size()));
}

PkeyPtr PkeyParams::build(const char* type, int selection) {
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  params_.push_back(OSSL_PARAM_construct_end());
  EVP_PKEY* pkey = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &pkey, selection, params_.data()) != 1) return nullptr;
  return PkeyPtr(pkey);
}

}  // namespace signet::crypto
