// expect: invalid initialization of reference|no matching function|could not convert
#include <string>

#include "signet/jwt.h"

bool may_enter(const signet::jwt::Verified& token);

bool decide(const std::string& text, const signet::jwt::Verified& proven) {
#ifdef SIGNET_CONTROL
  (void)text;
  return may_enter(proven);
#else
  (void)proven;
  return may_enter(text);
#endif
}
