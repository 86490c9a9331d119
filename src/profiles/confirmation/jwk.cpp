// cnf.jwk: RFC 7800 section 3.2.
#include "profiles/confirmation/method.h"
#include "try.h"

namespace signet::confirmation {
namespace {

constexpr Rule kSecret{"RFC 7800 3.2", "a symmetric jwk is in an encrypted token only"};

Result<> confirm_jwk(const Situation& situation, const json::Value& member) {
  SIGNET_TRY(const Key key, Key::from_jwk(member.source()));
  //= rfc7800#3.2 a symmetric key MUST be encrypted, and MUST NOT stand as it is in a token that all can read
  if (key.is_symmetric() && !situation.came_encrypted) return fail(Errc::claim_rule, "cnf", &kSecret);
  return prove_possession(situation, key, "jwk");
}

}  // namespace

constexpr Method kJwk{"jwk", false, confirm_jwk};

}  // namespace signet::confirmation
