// Parameters from which libcrypto makes an EVP_PKEY.
#pragma once

#include <openssl/params.h>

#include <vector>

#include "crypto/libcrypto.h"
#include "signet/bytes.h"

namespace signet::crypto {

/// A list of OSSL_PARAM whose numbers are wiped at the end (those of OSSL_PARAM_BLD are not).
/// Text and octets are views: they must live until build().
class PkeyParams {
 public:
  void add_text(const char* name, const char* value);
  void add_octets(const char* name, ByteView octets);
  void add_number(const char* name, ByteView big_endian);

  /// Null when libcrypto refuses them.
  PkeyPtr build(const char* type, int selection);

 private:
  std::vector<OSSL_PARAM> params_;
  std::vector<WipedBytes> numbers_;
};

}  // namespace signet::crypto
