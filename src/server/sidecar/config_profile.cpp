// Which profiles a sidecar can work with.
#include <fmt/core.h>

#include <algorithm>
#include <span>

#include "jwt/profile_rules.h"
#include "jwt/report.h"
#include "server/sidecar/config_rows.h"
#include "signet/profiles.h"

namespace signet::server {
namespace {

/// What of jwt::Context the profile cannot do without: a sidecar has none, and would refuse every token. It is found
/// out by asking, with a token that says nothing.
std::string wanted_context(const jwt::Profile& profile) {
  const auto empty = json::Document::parse("{}");
  if (!empty) return {};
  const auto claims = jwt::Claims::of(empty->root());
  const jwt::Profile* const named[] = {&profile};
  const auto bases = jwt::with_bases(named);
  if (!claims || !bases) return {};
  const jwt::Context context;
  jwt::Report report(jwt::Report::Extent::all);
  for (const jwt::Profile* one : *bases) {
    if (one->check == nullptr) continue;
    one->check({.claims = *claims,
                .header = empty->root(),
                .encryption = {},
                .algorithm = {},
                .now = {},
                .leeway = {},
                .issuers = {},
                .audiences = {},
                .context = context},
               report);
  }
  const std::vector<Error> errors = std::move(report).take();
  const auto found = std::ranges::find(errors, Errc::policy_incomplete, &Error::code);
  return found == errors.end() ? std::string() : found->subject;
}

}  // namespace

void read_profile(const config::Setting& setting, PolicyConfig& into) {
  const auto id = setting.text();
  if (!id) return;
  const jwt::Profile* profile = jwt::find_profile(*id);
  if (profile == nullptr) {
    std::vector<std::string_view> names;
    names.reserve(jwt::profiles().size());
    for (const jwt::Profile* one : jwt::profiles()) names.push_back(one->id);
    return setting.fault(fmt::format("there is no profile {}: {}signet profiles lists all", config::shown(*id),
                                     config::did_you_mean(*id, names)));
  }
  if (!profile->own_verifier.empty())
    return setting.fault("tokens of this profile open no door: an API wants at+jwt, or no profile");
  if (const std::string wanted = wanted_context(*profile); !wanted.empty())
    return setting.fault(
        fmt::format("tokens of this profile are held against {}, which a sidecar is not told: an API wants at+jwt; "
                    "acr_values and max_age are keys of the policy",
                    wanted));
  into.profile = profile;
}

}  // namespace signet::server
