// expect: no member named 'claims'|has no member named .claims
#include "signet/unsecured.h"

const signet::jwt::Claims& read(const signet::unsecured::UnsecuredJwt& shown) {
#ifdef SIGNET_CONTROL
  return shown.unprotected_claims();
#else
  return shown.claims();
#endif
}
