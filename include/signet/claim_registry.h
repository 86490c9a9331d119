// The IANA registries "JSON Web Token Claims" and "JWT Confirmation Methods" as data, and the rules for each value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signet/claims.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::jwt {

/// The JSON types that registered claims have. A "date" is a NumericDate, a "name" a StringOrURI (RFC 7519 section 2).
enum class ClaimType : std::uint8_t {
  string,
  string_or_uri,
  string_or_uris,  ///< a StringOrURI or an array of one or more
  numeric_date,
  integer,
  number,
  boolean,
  object,
  array,
  strings,          ///< array of strings
  arrays,           ///< array of arrays
  objects,          ///< array of objects
  strings_or_uris,  ///< array of StringOrURI
  strings_or_scim,  ///< array of strings and multi-valued attributes of RFC 7643 section 2.4
  string_or_array,  ///< a string or an array of strings
  integer_or_string,
  object_or_array,  ///< an object or an array of objects
};
/// "StringOrURI", "array of string" ...
std::string_view name_of(ClaimType type) noexcept;

/// A document that registered claims.
struct Document {
  std::string_view name;  ///< "RFC 7519"
  std::string_view url;   ///< empty where none is known
  bool has_anchors;       ///< url + "#section-" + section leads to the section
};

struct ClaimCheck;  // internal

/// A row of one of the two registries. Every text lives forever.
struct ClaimInfo {
  std::uint16_t order;  ///< its place in the registry, from 1
  std::string_view name;
  std::string_view title;  ///< the registry's "Claim Description"
  std::string_view change_controller;
  std::string_view reference;  ///< as the registry has it: "[RFC7519, Section 4.1.1]"
  const Document* document;    ///< never null
  std::string_view section;    ///< of `document`
  ClaimType type;
  Rule type_rule;           ///< that the value has that type, and where this is said
  const ClaimCheck* check;  ///< null where the type is all there is to check

  /// What its value must keep beside the type, in the order in which it is checked.
  std::span<const Rule> rules() const noexcept;
  /// The address of the section, or of the document; empty where none is known.
  std::string link() const;
};

/// The registry's title, dates and contacts.
struct RegistryInfo {
  std::string_view title;
  std::string_view created;
  std::string_view last_updated;
};
const RegistryInfo& registry_info() noexcept;

/// Every registered claim, sorted by name (octets).
std::span<const ClaimInfo> registered_claims() noexcept;
/// Every registered member of "cnf", sorted by name.
std::span<const ClaimInfo> registered_confirmations() noexcept;
/// The row of exactly this name, or null.
const ClaimInfo* find_registered_claim(std::string_view name) noexcept;
const ClaimInfo* find_registered_confirmation(std::string_view name) noexcept;

/// Whether a value keeps the rules for its claim; a claim that is not registered has none. Nothing else of the token is
/// looked at. Errors: claim_type(NAME) for a wrong type, claim_rule(NAME) for a broken rule, which Error::rule tells.
Result<> check_claim_value(const ClaimInfo& claim, const json::Value& value);

/// What happens with a registered claim whose value breaks its rules.
enum class Scrutiny : std::uint8_t {
  strict,  ///< the token is refused
  warn,    ///< the token holds, and Verified::warnings() says what is wrong
  off,     ///< it is not looked at
};
/// "strict" ...
std::string_view name_of(Scrutiny scrutiny) noexcept;
std::optional<Scrutiny> find_scrutiny(std::string_view name) noexcept;

/// Whether a set has nothing that only its recipient may read: a symmetric jwk (RFC 7800 section 3.2) or a master
/// secret (RFC 9203 section 3.2) in cnf. A token that is signed alone must pass this. Errors: claim_rule(cnf).
Result<> check_no_secrets(const json::Value& claims);

/// Whose rules count: what the documents ask of an issuer alone is no reason to refuse a token.
enum class Side : std::uint8_t { recipient, issuer };

/// A rule that needs other claims of the same token.
struct TokenRule {
  std::string_view claim;                        ///< it counts where this one is there
  std::string_view companion;                    ///< that must be there as well; empty: `holds` says whether it holds
  bool (*holds)(const Claims& claims) noexcept;  ///< null beside a companion
  Side side;                                     ///< issuer: only an issuer keeps it
  Rule rule;
};
/// Sorted by claim.
std::span<const TokenRule> token_rules() noexcept;

/// All that is wrong with a claims set, whatever the time and the recipient: types, values, then rules between claims;
/// an issuer keeps all of them. Errors as check_claim_value(), claim_type(payload) for a set that is no object, and
/// claim_rule(NAME) for a rule between claims, where NAME is TokenRule::claim.
std::vector<Error> check_claims_set(const json::Value& claims, Side side);

struct Profile;  // signet/profile.h

/// The same, then what profiles (and those that they build on) say of a claims set that has no header yet: claims that
/// they require and forbid, and for an issuer what each of them checks when such a token is made. Each error once.
/// Errors: also claim_missing(NAME), those of the profiles, and policy_incomplete(profile) alone for two kinds of
/// token.
std::vector<Error> check_claims_for(std::span<const Profile* const> profiles, const json::Value& claims, Side side);

}  // namespace signet::jwt
