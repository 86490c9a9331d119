// The members of a public key set as a verifier sees them, for people and programs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "signet/json.h"
#include "signet/jwk_set.h"

namespace signet::cli {

/// A member as it is shown.
struct SetMember {
  std::string kid;   // empty: none
  std::string kind;  // "EC P-256"; empty for a member that cannot be used
  std::string alg;
  std::string use;
  std::string thumbprint;
  std::optional<Error> not_used;  // why no signature is verified with it
  bool operator==(const SetMember& other) const;
};
std::vector<SetMember> members_of(const JwkSet& set);
/// "EC P-256, ES256, sig", or "not used: symmetric_key(k)".
std::string describe(const SetMember& member);
/// {"kid","kind","alg","use","thumbprint","used"}, null where absent; why not as code, subject and message.
void write_member(json::Writer& out, const SetMember& member);
/// The members of write_member(), into an object that is open.
void write_member_facts(json::Writer& out, const SetMember& member);

/// "error", "warning" or "note".
std::string_view name_of(KeySetRemark::Level level) noexcept;
Style style_of(KeySetRemark::Level level) noexcept;
/// "keys[2] old-key", or "the set".
std::string place_of(const KeySetRemark& remark);
/// An array of {"level","index","kid","code","subject","message"}.
void write_remarks(json::Writer& out, const std::vector<KeySetRemark>& remarks);

}  // namespace signet::cli
