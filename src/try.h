// Propagation of errors; libstdc++ 12 has no expected::and_then.
#pragma once

#include <utility>

#include "signet/result.h"

#define SIGNET_CONCAT_(a, b) a##b
#define SIGNET_CONCAT(a, b) SIGNET_CONCAT_(a, b)

/// `SIGNET_TRY(const Key key, Key::from_jwk(text));` binds the value or returns the error.
#define SIGNET_TRY(lhs, ...) SIGNET_TRY_(SIGNET_CONCAT(signet_result_, __LINE__), lhs, __VA_ARGS__)
#define SIGNET_TRY_(tmp, lhs, ...)                          \
  auto tmp = (__VA_ARGS__);                                 \
  if (!tmp) return std::unexpected(std::move(tmp).error()); \
  lhs = *std::move(tmp)

/// `SIGNET_CHECK(check_x(...));` returns the error, if there is one.
#define SIGNET_CHECK(...) \
  if (auto signet_check_ = (__VA_ARGS__); !signet_check_) return std::unexpected(std::move(signet_check_).error())
