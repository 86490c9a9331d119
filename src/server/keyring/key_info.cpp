#include "server/keyring/key_info.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace signet::server::keyring {
namespace {

// In the order of enum State.
constexpr std::array<std::string_view, 4> kStates = {"next", "active", "retiring", "removed"};

}  // namespace

std::string_view name_of(State state) noexcept {
  return kStates[static_cast<std::size_t>(state)];
}

std::optional<State> find_state(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kStates, name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<State>(found - kStates.begin());
}

}  // namespace signet::server::keyring
