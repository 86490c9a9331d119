// expect: no matching function|no matching static member function
#include <string>

#include "signet/jwt.h"

bool build(signet::jwt::Policy policy, const std::string& secret, const signet::JwkSet& keys) {
#ifdef SIGNET_CONTROL
  (void)secret;
  return signet::jwt::Verifier::build(std::move(policy), keys).has_value();
#else
  (void)keys;
  return signet::jwt::Verifier::build(std::move(policy), secret).has_value();
#endif
}
