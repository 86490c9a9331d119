// Secrets that operations make; each is shown once.
#pragma once

#include <optional>
#include <string>

#include "server/admin/operation.h"

namespace signet::server::admin {

/// A new secret for a client whose method has one: what it is told, and nothing where it needs none. The record gets
/// what is kept of it, and of older ones at most one more, which ends at `former_until`.
Done<std::optional<std::string>> give_secret(Call& call, std::string_view tenant, ClientRecord& record,
                                             Timestamp former_until);
/// The same for an API whose tokens are signed with a secret; it replaces the former at once.
Done<std::optional<std::string>> give_secret(Call& call, std::string_view tenant, ApiRecord& record);
/// Takes the secret that an operator shares with an issuer, or makes one where the record has no other keys.
Done<std::optional<std::string>> give_secret(Call& call, std::string_view tenant, TrustedIssuerRecord& record,
                                             std::optional<std::string> given);

/// Whether the API's algorithm is one of HMAC.
bool has_secret(const ApiRecord& record);

}  // namespace signet::server::admin
