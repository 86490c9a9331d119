// The clock of the examples: the library itself never asks for the time.
#pragma once

#include <chrono>

#include "signet/timestamp.h"

inline signet::Timestamp now() {
  return std::chrono::floor<signet::Duration>(std::chrono::system_clock::now());
}
