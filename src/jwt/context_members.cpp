#include "jwt/context_members.h"

#include <algorithm>

namespace signet::jwt {
namespace {

struct ContextMember {
  std::string_view name;
  bool (*is_given)(const Context& context) noexcept;
};

template <auto member>
bool has(const Context& context) noexcept {
  return (context.*member).has_value();
}
template <bool Context::* member>
bool is_on(const Context& context) noexcept {
  return context.*member;
}

constexpr ContextMember kMembers[] = {
    {"client_id", has<&Context::client_id>},
    {"assertion_issuer", has<&Context::assertion_issuer>},
    {"nonce", has<&Context::nonce>},
    {"access_token", has<&Context::access_token>},
    {"code", has<&Context::code>},
    {"front_channel", is_on<&Context::front_channel>},
    {"state", has<&Context::state>},
    {"subject", has<&Context::subject>},
    {"resource", has<&Context::resource>},
    {"actor", has<&Context::actor>},
    {"actor_issuer", has<&Context::actor_issuer>},
    {"legacy_audience", is_on<&Context::legacy_audience>},
    {"acr_values", [](const Context& context) noexcept { return !context.acr_values.empty(); }},
    {"max_auth_age", has<&Context::max_auth_age>},
};

}  // namespace

std::string_view uncompared_member(const Context& context, std::span<const Profile* const> profiles) noexcept {
  for (const ContextMember& member : kMembers) {
    if (!member.is_given(context)) continue;
    const auto compares = [&member](const Profile* profile) {
      return std::ranges::find(profile->compares, member.name) != profile->compares.end();
    };
    if (std::ranges::none_of(profiles, compares)) return member.name;
  }
  return {};
}

}  // namespace signet::jwt
