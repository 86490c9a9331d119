// expect: is private|calling a private constructor
#include "signet/unsecured.h"

signet::unsecured::UnsecuredJws make(signet::unsecured::UnsecuredJws made) {
#ifdef SIGNET_CONTROL
  return made;
#else
  (void)made;
  return signet::unsecured::UnsecuredJws();
#endif
}
