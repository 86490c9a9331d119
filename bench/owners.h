// Owners of libcrypto's objects for the raw contenders, which stand apart from Signet's own.
#pragma once

#include <openssl/evp.h>

#include <memory>

namespace signet::bench {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
using PkeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using PkeyCtxPtr = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;

}  // namespace signet::bench
