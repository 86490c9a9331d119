// An entry of the log of revocations as the store keeps it: {"kind":"jti","value":"...","before":SECONDS}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signet/revocation.h"

namespace signet::server {

struct RevocationEntry {
  RevokedKind kind{};
  std::string value;
  std::optional<Timestamp> before = {};
};

std::string to_body(const RevocationEntry& entry);
/// Errors: malformed_configuration(revocation).
Result<RevocationEntry> parse_revocation(std::string_view body);
/// "jti", "sid", "sub", "client_id", "grant", "kid".
std::optional<RevokedKind> find_revoked_kind(std::string_view name) noexcept;

}  // namespace signet::server
