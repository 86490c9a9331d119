// cnf.jwe: RFC 7800 section 3.3.
#include "profiles/confirmation/method.h"
#include "try.h"

namespace signet::confirmation {
namespace {

/// Nothing of a key is that large.
constexpr std::size_t kMaxEncryptedKey = 64u << 10;

Result<> confirm_jwe(const Situation& situation, const json::Value& member) {
  const Engine::Options& options = situation.engine.options;
  if (!options.decryption_keys) return not_confirmable("jwe");
  jwe::Policy policy = options.decryption;
  policy.max_size = std::min(policy.max_size, kMaxEncryptedKey);
  policy.max_inflated = std::min(policy.max_inflated, kMaxEncryptedKey);
  SIGNET_TRY(const jwe::Decrypted opened, jwe::decrypt_compact(*member.string(), *options.decryption_keys, policy));
  SIGNET_TRY(const Key key, Key::from_jwk(as_text(opened.plaintext())));
  return prove_possession(situation, key, "jwe");
}

}  // namespace

constexpr Method kJwe{"jwe", false, confirm_jwe};

}  // namespace signet::confirmation
