// The profiles as constants, for those that build on one.
#pragma once

#include "signet/profile.h"

namespace signet::jwt::profile {

#define SIGNET_PROFILE(name) extern const Profile name;
#include "profiles/list.inc"
#undef SIGNET_PROFILE

}  // namespace signet::jwt::profile
