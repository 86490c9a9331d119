// cnf.jkt: RFC 9449 section 6.1.
#include "profiles/confirmation/method.h"

namespace signet::confirmation {
namespace {

constexpr Rule kSame{"RFC 9449 4.3 step 12", "the DPoP proof is of the key that the token is bound to"};

Result<> confirm_jkt(const Situation& situation, const json::Value& member) {
  if (situation.presented.dpop == nullptr) return not_confirmable("jkt", &kSame);
  if (!same_text(situation.presented.dpop->jkt(), *member.string())) return not_bound("jkt", &kSame);
  return {};
}

}  // namespace

constexpr Method kJkt{"jkt", false, confirm_jkt};

}  // namespace signet::confirmation
