// Tokens of one key with any header and any claims.
#pragma once

#include <string>
#include <string_view>

#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/key.h"
#include "support.h"

namespace signet::test {

/// The key of RFC 7515 appendix A.3.
inline constexpr std::string_view kSigningJwk =
    R"({"kty":"EC","crv":"P-256","kid":"k","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})";

inline const Key& signing_key() {
  static const Key key = Key::from_jwk(kSigningJwk).value();
  return key;
}
inline JwkSet signing_keys() {
  return JwkSet::of(std::span(&signing_key(), 1));
}

/// A token of exactly this header, to which alg and kid are added, and these claims.
inline std::string signed_token(std::string_view header, std::string_view claims) {
  static const std::shared_ptr<const Signer> signer = signing_key().signer().value();
  const std::string_view rest = header.substr(1);
  const std::string whole = joined({R"({"alg":"ES256","kid":"k")", rest == "}" ? "" : ",", rest});
  const std::string input = joined({base64url::encode(as_bytes(whole)), ".", base64url::encode(as_bytes(claims))});
  return joined({input, ".", base64url::encode(signer->sign(as_bytes(input)).value())});
}

}  // namespace signet::test
