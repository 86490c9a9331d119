// expect: use of deleted function|selected deleted operator
#include "signet/bytes.h"

void keep(signet::Secret& to, signet::Secret& from) {
#ifdef SIGNET_CONTROL
  to = std::move(from);
#else
  to = from;
#endif
}
