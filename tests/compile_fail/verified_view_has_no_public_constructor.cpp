// expect: is private within this context|calling a private constructor
#include "signet/jwt.h"

signet::jwt::VerifiedView forge(signet::jwt::Claims claims, signet::jwt::VerifiedView real) {
#ifdef SIGNET_CONTROL
  (void)claims;
  return real;
#else
  (void)real;
  return signet::jwt::VerifiedView(claims, "HS256", "kid", "", {});
#endif
}
