// cnf.kid: RFC 7800 section 3.4.
#include "profiles/confirmation/method.h"

namespace signet::confirmation {
namespace {

Result<> confirm_kid(const Situation& situation, const json::Value& member) {
  const KeySource* keys = situation.engine.options.keys.get();
  if (keys == nullptr) return not_confirmable("kid");
  return prove_by_challenge(situation, *keys, *member.string(), "kid");
}

}  // namespace

constexpr Method kKid{"kid", true, confirm_kid};

}  // namespace signet::confirmation
