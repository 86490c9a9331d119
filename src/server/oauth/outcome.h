// Propagation of refusals.
#pragma once

#include <utility>

/// `SIGNET_OUTCOME(form, Form::parse(request));` makes `form`, which holds a value, or returns the refusal.
#define SIGNET_OUTCOME(name, ...) \
  auto name = (__VA_ARGS__);      \
  if (!name) return std::unexpected(std::move(name).error())
