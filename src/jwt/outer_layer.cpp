#include "jwt/outer_layer.h"

#include <algorithm>
#include <utility>

#include "jose/header_parameters.h"
#include "try.h"

namespace signet::jwt {
namespace {

constexpr Rule kNestedRule{"RFC 7519 5.2", "an encrypted token that holds a signed one says so: its cty is JWT"};
constexpr Rule kReplicatedRule{"RFC 7519 5.3", "a claim that the outer header has, too, has one value"};

// The registered ones (section 10.4.1): a header that has them says something about the claims, even if they lack it.
constexpr std::string_view kAlwaysReplicated[] = {"iss", "sub", "aud"};

bool equal(const json::Value& a, const json::Value& b) {
  const auto left = json::to_canonical(a);
  const auto right = json::to_canonical(b);
  return left && right && *left == *right;
}

}  // namespace

Result<OuterLayer> open_outer(const EncryptionRules& rules, std::string_view token) {
  SIGNET_TRY(jwe::Decrypted opened, jwe::decrypt_compact(token, *rules.keys, rules.policy));
  if (const auto cty = opened.header().find("cty")) {
    //= rfc7519#5.2 the value MUST be "JWT", to indicate that a Nested JWT is carried
    if (!jose::same_media_type(cty->string().value_or(""), "JWT")) {
      return fail(Errc::typ_mismatch, "cty", &kNestedRule);
    }
    return OuterLayer{.token = std::move(opened), .is_nested = true};
  }
  if (!rules.shared_key_claims) return fail(Errc::typ_mismatch, "cty", &kNestedRule);
  if (!opened.has_shared_key()) return fail(Errc::alg_not_allowed, "alg", &kSharedKeyRule);
  return OuterLayer{.token = std::move(opened), .is_nested = false};
}

Result<> check_replicated(const json::Value& header, const json::Value& claims) {
  if (!claims.is_object()) return {};
  for (const json::Member member : header.members()) {
    const jose::HeaderParameter* parameter = jose::find_header_parameter(member.name);
    if (parameter != nullptr && parameter->standard) continue;
    const auto claim = claims.find(member.name);
    const bool always = std::ranges::find(kAlwaysReplicated, member.name) != std::end(kAlwaysReplicated);
    //= rfc7519#5.3 the application receiving them SHOULD verify that their values are identical
    const bool differs = claim ? !equal(member.value, *claim) : always;
    if (differs) return fail_on_input(Errc::claim_mismatch, member.name, &kReplicatedRule);
  }
  return {};
}

jose::Header outer_header(const json::Value& root) noexcept {
  const auto text = [&root](std::string_view name) {
    const auto value = root.find(name);
    return value ? value->string() : std::nullopt;
  };
  return {.alg = text("alg").value_or(""), .kid = text("kid"), .typ = text("typ"), .cty = text("cty")};
}

}  // namespace signet::jwt
