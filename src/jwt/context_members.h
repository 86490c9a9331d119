// What a Context has, by the names of its members.
#pragma once

#include <span>
#include <string_view>

#include "signet/profile.h"

namespace signet::jwt {

/// The first member that is given and that none of the profiles compares; empty: there is none. An expectation that
/// nobody looks at would seem to hold.
std::string_view uncompared_member(const Context& context, std::span<const Profile* const> profiles) noexcept;

}  // namespace signet::jwt
