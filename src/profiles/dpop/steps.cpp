#include "profiles/dpop/steps.h"

#include <algorithm>
#include <iterator>

namespace signet::dpop {
namespace {

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
