// expect: no matching function|too many arguments
#include <string>

#include "signet/jwt.h"

bool sign(const signet::Signer& signer, const std::string& secret) {
#ifdef SIGNET_CONTROL
  (void)secret;
  return signet::jwt::Builder().sign(signer).has_value();
#else
  (void)signer;
  return signet::jwt::Builder().sign(secret, "HS256").has_value();
#endif
}
