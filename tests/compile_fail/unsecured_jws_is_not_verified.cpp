// expect: invalid initialization of reference|no matching function|could not convert
#include "signet/jws.h"
#include "signet/unsecured.h"

void run(const signet::jws::Verified& program);

void decide(const signet::unsecured::UnsecuredJws& shown, const signet::jws::Verified& proven) {
#ifdef SIGNET_CONTROL
  (void)shown;
  run(proven);
#else
  (void)proven;
  run(shown);
#endif
}
