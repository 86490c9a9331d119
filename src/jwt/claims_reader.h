// Reads a claims set into its typed view, and holds its values against the registry.
#pragma once

#include <span>
#include <string_view>

#include "jwt/report.h"
#include "signet/claim_registry.h"
#include "signet/claims.h"
#include "signet/profile.h"

namespace signet::jwt {

/// How strictly the values of registered claims are looked at: those that a profile names strictly, the others as said.
struct ValueRules {
  Scrutiny others = Scrutiny::strict;
  std::span<const Profile* const> profiles = {};

  Scrutiny of(std::string_view claim) const noexcept;
};

/// What came of reading.
struct ReadClaims {
  Claims claims;
  bool typed = true;       ///< all that was looked at has its type
  bool has_rules = false;  ///< a claim is there that a TokenRule is about
};

/// Where it goes what does not hold: claim_type, claim_rule, and what is only warned of.
struct ReadReports {
  Report& types;
  Report& values;
  Report& warnings;
};

class ClaimsReader {
 public:
  /// One pass over the members. The seven claims of RFC 7519 must always have their types, and one that has not is left
  /// out of the view; other registered claims, and the values of all, are looked at as `rules` say. Errors:
  /// claim_type(payload) for a set that is no object; claim_type(NAME) and claim_rule(NAME), in the order of the text.
  static ReadClaims read(json::Value object, const ValueRules& rules, const ReadReports& reports);

 private:
  struct Pass;
  template <auto Member>
  static bool read_text(const json::Value& value, Claims& claims);
  template <auto Member>
  static bool read_date(const json::Value& value, Claims& claims);
  static bool read_audience(const json::Value& value, Claims& claims);
  static bool read_basic(const ClaimInfo& row, const json::Value& value, Claims& claims);
};

/// The rules between claims. Errors: claim_rule(NAME).
void check_token_rules(const Claims& claims, Side side, const ValueRules& rules, Report& report, Report& warnings);
/// Whether a rule that recipients keep is about this claim.
bool has_token_rule(const ClaimInfo& claim) noexcept;

}  // namespace signet::jwt
