// Profiles for people and programs.
#pragma once

#include <string>

#include "cli/console.h"
#include "signet/profile.h"

namespace signet::cli {

/// All of them, in the order of their registration.
std::string profiles_text(const Console& console);
std::string profiles_json();
/// The page docs/reference/profiles.md.
std::string profiles_markdown();

/// One with all that it has.
std::string profile_text(const jwt::Profile& profile, const Console& console);
std::string profile_json(const jwt::Profile& profile);

}  // namespace signet::cli
