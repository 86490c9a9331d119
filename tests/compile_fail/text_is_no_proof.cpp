// expect: invalid initialization of reference|no matching function|could not convert
#include <string>

#include "signet/dpop.h"

void bind_token_to(const signet::dpop::Proof& proof);

void issue(const std::string& text, const signet::dpop::Proof& proven) {
#ifdef SIGNET_CONTROL
  (void)text;
  bind_token_to(proven);
#else
  (void)proven;
  bind_token_to(text);
#endif
}
