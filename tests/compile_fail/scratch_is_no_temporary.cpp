// expect: use of deleted function|call to deleted member function
#include "signet/jwt.h"

bool holds(const signet::jwt::Verifier& verifier, std::string_view token, signet::Timestamp now) {
  signet::jwt::Scratch scratch;
#ifdef SIGNET_CONTROL
  return verifier.verify(token, now, scratch).has_value();
#else
  return verifier.verify(token, now, signet::jwt::Scratch()).has_value();
#endif
}
