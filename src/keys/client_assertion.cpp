#include "keys/client_assertion.h"

#include <chrono>
#include <string>
#include <utility>

#include "crypto/random.h"
#include "signet/base64url.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/token_source.h"
#include "try.h"

namespace signet {
namespace keys {
namespace {

constexpr std::size_t kJtiOctets = 16;

}  // namespace

Result<std::string> sign_assertion(const AssertionClaims& claims, const Signer& signer, Timestamp now) {
  SIGNET_TRY(const Secret jti, crypto::random_secret(kJtiOctets));
  const Timestamp issued = std::chrono::floor<std::chrono::seconds>(now);
  //= rfc7523#3 iss, sub, aud and exp MUST be there; iat and jti MAY
  return jwt::Builder()
      .issuer(claims.issuer)
      .subject(claims.subject)
      .audience(claims.audience)
      .issued_at(issued)
      .expires_at(issued + claims.lifetime)
      .token_id(base64url::encode(jti.expose()))
      .sign(signer);
}

}  // namespace keys

Result<MakeAssertion> signed_assertions(std::shared_ptr<const Signer> signer, AssertionOptions options) {
  if (signer == nullptr) return fail(Errc::policy_incomplete, "signer");
  if (options.issuer.empty()) return fail(Errc::policy_incomplete, "iss");
  if (options.subject.empty()) return fail(Errc::policy_incomplete, "sub");
  if (options.audience.empty()) return fail(Errc::policy_incomplete, "aud");
  constexpr Duration kLongest = std::chrono::minutes(5);
  if (options.lifetime < std::chrono::seconds(1) || options.lifetime > kLongest)
    return fail(Errc::limit_exceeded, "lifetime");
  return [signer = std::move(signer), options = std::move(options)](Timestamp now) -> Result<Secret> {
    const keys::AssertionClaims claims{.issuer = options.issuer,
                                       .subject = options.subject,
                                       .audience = options.audience,
                                       .lifetime = options.lifetime};
    SIGNET_TRY(const std::string assertion, keys::sign_assertion(claims, *signer, now));
    return Secret::copy_of(as_bytes(assertion));
  };
}

}  // namespace signet
