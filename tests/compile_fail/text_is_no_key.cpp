// expect: could not convert|cannot convert|no viable conversion|no matching function
#include "signet/key.h"

bool make(signet::Secret octets) {
#ifdef SIGNET_CONTROL
  return signet::Key::from_octets(std::move(octets)).has_value();
#else
  (void)octets;
  return signet::Key::from_octets("a secret and the name of an algorithm").has_value();
#endif
}
