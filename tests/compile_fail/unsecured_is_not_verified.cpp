// expect: invalid initialization of reference|no matching function|could not convert
#include "signet/jwt.h"
#include "signet/unsecured.h"

bool may_enter(const signet::jwt::Verified& token);

bool decide(const signet::unsecured::UnsecuredJwt& shown, const signet::jwt::Verified& proven) {
#ifdef SIGNET_CONTROL
  (void)shown;
  return may_enter(proven);
#else
  (void)proven;
  return may_enter(shown);
#endif
}
