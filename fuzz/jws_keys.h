// The keys that the targets for tokens verify with, and what they allow.
#pragma once

#include <string_view>

#include "signet/algorithm.h"
#include "signet/jwk_set.h"

namespace signet::fuzz {

/// The keys of RFC 7515 appendix A.1, RFC 8037 appendix A and RFC 7517 appendix A.1.
inline constexpr std::string_view kKeys = R"({"keys":[
{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"},
{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
{"kty":"EC","crv":"P-256","kid":"1","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]})";

inline const JwkSet& keys() {
  static const JwkSet set = JwkSet::parse_private(kKeys).value();
  return set;
}

inline const AlgorithmSet& allowed() {
  constexpr std::string_view kNames[] = {"HS256", "EdDSA", "ES256"};
  static const AlgorithmSet set = AlgorithmSet::of(kNames).value();
  return set;
}

}  // namespace signet::fuzz
