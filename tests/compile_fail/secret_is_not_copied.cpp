// expect: use of deleted function|call to deleted constructor
#include "signet/bytes.h"

signet::Secret pass_on(signet::Secret& secret) {
#ifdef SIGNET_CONTROL
  return std::move(secret);
#else
  return secret;
#endif
}
