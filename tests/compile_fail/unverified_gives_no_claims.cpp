// expect: has no member named .claims|no member named .claims
#include "signet/jwt.h"

bool look(const signet::jwt::Unverified& shown) {
#ifdef SIGNET_CONTROL
  return shown.payload().is_object();
#else
  return shown.claims().issuer().has_value();
#endif
}
