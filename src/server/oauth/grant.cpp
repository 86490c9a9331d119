#include "server/oauth/grant.h"

#include <algorithm>

namespace signet::server::oauth {
namespace {

constexpr const Grant* kGrants[] = {
#define SIGNET_GRANT(name) &grant_rows::name,
#include "server/oauth/grants/list.inc"
#undef SIGNET_GRANT
};

}  // namespace

std::span<const Grant* const> grants() noexcept {
  return kGrants;
}

const Grant* find_grant(std::string_view name) noexcept {
  const auto is = [&](const Grant* grant) {
    return grant->type == name || (!grant->alias.empty() && grant->alias == name);
  };
  const auto* const found = std::ranges::find_if(kGrants, is);
  return found == std::end(kGrants) ? nullptr : *found;
}

std::vector<std::string> allowed_apis(const std::vector<std::string>& listed, const Settings& settings) {
  return listed.empty() ? std::vector{settings.record.default_api} : listed;
}

std::string grant_names() {
  std::string names;
  for (const Grant* grant : kGrants) {
    if (!names.empty()) names += ", ";
    names += grant->alias.empty() ? grant->type : grant->alias;
  }
  return names;
}

}  // namespace signet::server::oauth
