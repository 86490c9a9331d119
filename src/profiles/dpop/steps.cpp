#include "profiles/dpop/steps.h"

#include <algorithm>
#include <iterator>

namespace signet::dpop {
namespace {

constexpr Step kSteps[] = {
    {1, {"RFC 9449 4.3 step 1", "a request has no more than one DPoP header field"}},
    {2, {"RFC 9449 4.3 step 2", "the field is one well-formed JWT"}},
    {3, {"RFC 9449 4.3 step 3", "the header has typ, alg and jwk, the payload jti, htm, htu and iat"}},
    {4, {"RFC 9449 4.3 step 4", "typ is dpop+jwt"}},
    {5, {"RFC 9449 4.3 step 5", "alg is an asymmetric signature algorithm that is registered and allowed here"}},
    {6, {"RFC 9449 4.3 step 6", "the signature holds with the key that jwk names"}},
    {7, {"RFC 9449 4.3 step 7", "jwk holds no private key"}},
    {8, {"RFC 9449 4.3 step 8", "htm is the method of the request"}},
    {9, {"RFC 9449 4.3 step 9", "htu is the URI of the request, apart from query and fragment"}},
    {10, {"RFC 9449 4.3 step 10", "nonce is one that the server gave to the client"}},
    {11, {"RFC 9449 4.3 step 11", "the proof was made within the acceptable window of time"}},
    {12, {"RFC 9449 4.3 step 12", "ath is the hash of the access token, which is bound to the key of the proof"}},
};

constexpr bool are_in_order() {
  for (std::size_t i = 0; i < std::size(kSteps); ++i)
    if (kSteps[i].number != i + 1) return false;
  return std::size(kSteps) == 12;
}
static_assert(are_in_order(), "rule_of() finds a step by its number");

struct OauthRow {
  Errc code;
  std::string_view subject;
  std::string_view error;
};
//= rfc9449#8 use_dpop_nonce when the nonce is missing, and when there was a mismatch
//= rfc9449#7.1 invalid_token when the binding of the access token cannot be confirmed
constexpr OauthRow kOauth[] = {
    {Errc::nonce_required, "nonce", "use_dpop_nonce"},
    {Errc::claim_mismatch, "nonce", "use_dpop_nonce"},
    {Errc::key_mismatch, "jkt", "invalid_token"},
};

}  // namespace

std::span<const Step> steps() noexcept {
  return kSteps;
}

const Rule* rule_of(unsigned step) noexcept {
  return &kSteps[step - 1].rule;
}

std::unexpected<Error> fail_step(unsigned step, Errc code, std::string_view subject) {
  return fail(code, subject, rule_of(step));
}

std::string_view oauth_error(const Error& error) noexcept {
  const auto is_this = [&](const OauthRow& row) { return row.code == error.code && row.subject == error.subject; };
  const auto* const row = std::ranges::find_if(kOauth, is_this);
  return row == std::ranges::end(kOauth) ? "invalid_dpop_proof" : row->error;
}

}  // namespace signet::dpop
