// Owners of libcrypto's objects. Only src/crypto includes this.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace signet::crypto {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

// Numbers may be secret, so all of them are cleared.
using BnPtr = std::unique_ptr<BIGNUM, Deleter<BN_clear_free>>;
using BnCtxPtr = std::unique_ptr<BN_CTX, Deleter<BN_CTX_free>>;
using MontPtr = std::unique_ptr<BN_MONT_CTX, Deleter<BN_MONT_CTX_free>>;
using EcGroupPtr = std::unique_ptr<EC_GROUP, Deleter<EC_GROUP_free>>;
using EcPointPtr = std::unique_ptr<EC_POINT, Deleter<EC_POINT_clear_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using PkeyCtxPtr = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using KeymgmtPtr = std::unique_ptr<EVP_KEYMGMT, Deleter<EVP_KEYMGMT_free>>;
using SignaturePtr = std::unique_ptr<EVP_SIGNATURE, Deleter<EVP_SIGNATURE_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using MacPtr = std::unique_ptr<EVP_MAC, Deleter<EVP_MAC_free>>;
using MacCtxPtr = std::unique_ptr<EVP_MAC_CTX, Deleter<EVP_MAC_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;

/// Drops what libcrypto says while this lives: it is never shown, and must not be found by the next user. What the
/// caller's thread had in its error queue before stays.
struct ErrorDrain {
  ErrorDrain() noexcept { ERR_set_mark(); }
  ErrorDrain(const ErrorDrain&) = delete;
  ErrorDrain& operator=(const ErrorDrain&) = delete;
  ~ErrorDrain() { ERR_pop_to_mark(); }
};

}  // namespace signet::crypto
