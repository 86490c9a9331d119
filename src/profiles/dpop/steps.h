// The checks of RFC 9449 section 4.3 by their numbers.
#pragma once

#include <expected>
#include <string_view>
#include <utility>

#include "signet/dpop.h"
#include "signet/result.h"

namespace signet::dpop {

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
