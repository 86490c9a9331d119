// The checks of RFC 9449 section 4.3 by their numbers.
#pragma once

#include <expected>
#include <string_view>
#include <utility>

#include "signet/dpop.h"
#include "signet/result.h"

namespace signet::dpop {

/// Defined here so that the list of profiles is made of the same table by the compiler.
inline constexpr Step kSteps[] = {
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

/// The rule of a step, 1 to 12.
const Rule* rule_of(unsigned step) noexcept;

/// An error of that step; `subject` comes from our own tables.
[[nodiscard]] std::unexpected<Error> fail_step(unsigned step, Errc code, std::string_view subject);

/// The same error, said of that step.
inline std::unexpected<Error> at_step(unsigned step, Error error) {
  error.rule = rule_of(step);
  return std::unexpected(std::move(error));
}

}  // namespace signet::dpop

/// SIGNET_TRY and SIGNET_CHECK whose error is one of the step.
#define SIGNET_STEP_TRY(step, lhs, ...) \
  SIGNET_STEP_TRY_(SIGNET_CONCAT(signet_result_, __LINE__), step, lhs, __VA_ARGS__)
#define SIGNET_STEP_TRY_(tmp, step, lhs, ...)                           \
  auto tmp = (__VA_ARGS__);                                             \
  if (!tmp) return signet::dpop::at_step(step, std::move(tmp).error()); \
  lhs = *std::move(tmp)
#define SIGNET_STEP_CHECK(step, ...)                      \
  if (auto signet_check_ = (__VA_ARGS__); !signet_check_) \
  return signet::dpop::at_step(step, std::move(signet_check_).error())
