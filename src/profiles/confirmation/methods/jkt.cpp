// cnf.jkt: RFC 9449 section 6.1.
#include "profiles/confirmation/method.h"

namespace signet::confirmation {
namespace {

constexpr Rule kSame{"RFC 9449 4.3 step 12", "the DPoP proof is for this token, and of the key that it is bound to"};

Result<> confirm_jkt(const Situation& situation, const json::Value& member) {
  const dpop::Proof* proof = usable_proof(situation.presented);
  if (proof == nullptr) return not_confirmable("jkt", &kSame);
  if (!same_text(proof->jkt(), *member.string())) return not_bound("jkt", &kSame);
  return {};
}

}  // namespace

constexpr Method methods::jkt{"jkt", false, confirm_jkt};

}  // namespace signet::confirmation
