#include "jwt/revocations.h"

namespace signet::jwt {
namespace {

/// The claim's text, or nothing: what has another type names nothing that could be revoked.
std::string_view text_of(const Claims& claims, std::string_view name) {
  const auto value = name.empty() ? std::nullopt : claims.find(name);
  return value ? value->string().value_or(std::string_view()) : std::string_view();
}

}  // namespace

Result<> check_revoked(const RevocationRules& rules, const Claims& claims, std::string_view key_id, Timestamp now) {
  if (!rules.source) return {};
  const std::string_view client = text_of(claims, "client_id");
  const RevocationQuery query{.issuer = text_of(claims, "iss"),
                              .token_id = text_of(claims, "jti"),
                              .session_id = text_of(claims, "sid"),
                              .subject = text_of(claims, "sub"),
                              .client_id = client.empty() ? text_of(claims, "azp") : client,
                              .grant_id = text_of(claims, rules.grant_claim),
                              .key_id = key_id,
                              .issued_at = claims.issued_at()};
  try {
    return rules.source->check(query, now);
  } catch (...) {
    return fail(Errc::internal, "revocations");
  }
}

}  // namespace signet::jwt
