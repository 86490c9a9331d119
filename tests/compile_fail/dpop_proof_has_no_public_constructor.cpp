// expect: is private within this context|calling a private constructor
#include "signet/dpop.h"

signet::dpop::Proof forge(signet::Key key, signet::json::Document payload, signet::dpop::Proof real) {
#ifdef SIGNET_CONTROL
  (void)key;
  (void)payload;
  return real;
#else
  const signet::jwt::Claims claims = real.claims();
  return signet::dpop::Proof(std::move(key), std::move(payload), claims);
#endif
}
