// dpop: DPoP proof, RFC 9449. dpop::Verifier verifies it; here it is listed among the kinds of tokens.
#include <array>

#include "profiles/dpop/steps.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"dpop+jwt"};
constexpr std::string_view kRequiredHeader[] = {"typ", "alg", "jwk"};
constexpr std::string_view kRequired[] = {"jti", "htm", "htu", "iat"};
constexpr std::string_view kOptional[] = {"ath", "nonce"};

constexpr auto kSteps = [] {
  constexpr std::size_t kCount = std::size(dpop::kSteps);
  std::array<ProfileStep, kCount + 1> steps{};
  for (std::size_t i = 0; i < kCount; ++i) steps[i] = {Duty::verifier, dpop::kSteps[i].rule};
  steps[kCount] = {Duty::verifier, {"RFC 9449 11.1", "the proof was not used before, for as long as it is good"}};
  return steps;
}();

}  // namespace

constexpr Profile kDpop{
    .id = "dpop",
    .title = "DPoP proof",
    .document = "RFC 9449",
    .base = &kJwt,
    .distinguished_by = "typ dpop+jwt",
    .typ = "dpop+jwt",
    .accepted_typs = kTyps,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 9449 4.2", "a proof has typ, alg and jwk in its header, and jti, htm, htu and iat"},
    .own_verifier = "signet/dpop.h",
    .steps = kSteps,
};

}  // namespace signet::jwt::profile
