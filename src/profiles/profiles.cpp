#include "signet/profiles.h"

#include <algorithm>

#include "profiles/list.h"

namespace signet::jwt {
namespace {

constexpr const Profile* kAll[] = {
#define SIGNET_PROFILE(name) &profile::name,
#include "profiles/list.inc"
#undef SIGNET_PROFILE
};

}  // namespace

std::span<const Profile* const> profiles() noexcept {
  return kAll;
}

const Profile* find_profile(std::string_view id) noexcept {
  const auto* const at = std::ranges::find(kAll, id, &Profile::id);
  return at == std::end(kAll) ? nullptr : *at;
}

}  // namespace signet::jwt
