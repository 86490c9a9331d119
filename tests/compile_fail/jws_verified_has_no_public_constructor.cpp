// expect: is private within this context|calling a private constructor
#include "signet/jws.h"

signet::jws::Verified forge(signet::jws::Verified real) {
#ifdef SIGNET_CONTROL
  return real;
#else
  (void)real;
  return signet::jws::Verified();
#endif
}
