// expect: invalid initialization of reference|no matching function|could not convert
#include "signet/diagnosis.h"
#include "signet/jwt.h"

bool may_enter(const signet::jwt::Verified& token);

bool decide(const signet::jwt::Diagnosis& diagnosis, const signet::jwt::Verified& proven) {
#ifdef SIGNET_CONTROL
  (void)diagnosis;
  return may_enter(proven);
#else
  (void)proven;
  return may_enter(diagnosis);
#endif
}
