// expect: is private within this context|calling a private constructor
#include "signet/jwt.h"

signet::jwt::Verified forge(signet::json::Document payload, signet::jwt::Verified real) {
#ifdef SIGNET_CONTROL
  (void)payload;
  return real;
#else
  const signet::jwt::Claims claims = real.claims();
  return signet::jwt::Verified(std::move(payload), claims, "HS256", "kid", "", {});
#endif
}
