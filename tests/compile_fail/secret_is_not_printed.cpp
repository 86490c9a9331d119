// expect: no match for .operator<<|invalid operands to binary expression
#include <ostream>

#include "signet/bytes.h"

void print(std::ostream& out, const signet::Secret& secret) {
#ifdef SIGNET_CONTROL
  out << secret.size();
#else
  out << secret;
#endif
}
